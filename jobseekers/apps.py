from django.apps import AppConfig


class JobseekersConfig(AppConfig):
    name = "jobseekers"
    verbose_name = "就職希望者"

    def ready(self) -> None:
        from jobseekers import declarations, erasing, retention

        declarations.register()
        erasing.register()
        retention.register()
