from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "アンケート"

    def ready(self) -> None:
        from surveys import declarations, erasing

        declarations.register()
        erasing.register()
