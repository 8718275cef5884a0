from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "個人情報"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from privacy import login_lines, pages_offered
        from privacy.duties import gate
        from privacy.erasing import offered as erasing
        from privacy.erasing import own, telling_the_database
        from privacy.incidents import offered as incidents

        pages_offered.register()
        incidents.register()
        erasing.register()
        own.register()
        post_migrate.connect(telling_the_database.tell, sender=self, dispatch_uid="privacy.erasing")
        login_lines.connect()
        gate.connect()
