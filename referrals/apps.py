from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    verbose_name = "つなぎ"

    def ready(self) -> None:
        from referrals import declarations, erasing, handover

        declarations.register()
        erasing.register()
        handover.register()
