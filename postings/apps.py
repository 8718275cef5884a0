from django.apps import AppConfig


class PostingsConfig(AppConfig):
    name = "postings"
    verbose_name = "求人"

    def ready(self) -> None:
        from postings import declarations, erasing, handover

        declarations.register()
        erasing.register()
        handover.register()
