"""Settings, URLs, the Celery application and the servers a machine without servers needs."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
