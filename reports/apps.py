from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "報告"

    def ready(self) -> None:
        from reports import declarations, erasing

        declarations.register()
        erasing.register()
