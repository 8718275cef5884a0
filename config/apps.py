from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "設定"

    def ready(self) -> None:
        """Register the checks of the machines under the product."""
        import_module("config.checks")
