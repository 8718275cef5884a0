from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "employers"
    verbose_name = "企業"

    def ready(self) -> None:
        from employers import declarations, erasing

        declarations.register()
        erasing.register()
