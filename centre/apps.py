from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "centre"
    verbose_name = "窓口"

    def ready(self) -> None:
        from centre import declarations, guessing, sessions

        declarations.register()
        guessing.connect()
        sessions.connect()
