from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "個人情報"

    def ready(self) -> None:
        from privacy import login_lines, pages_offered
        from privacy.duties import gate
        from privacy.incidents import offered as incidents

        pages_offered.register()
        incidents.register()
        login_lines.connect()
        gate.connect()
