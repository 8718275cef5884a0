"""The Celery application and the schedule of everything that happens by itself."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("kumamoto")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "sweep-jobs": {"task": "centre.tasks.sweep_jobs", "schedule": 5.0},
    "send-released-mails": {"task": "employers.tasks.send_released_mails", "schedule": 20.0},
    "send-record-mails": {"task": "consultations.tasks.send_record_mails", "schedule": 20.0},
    "queue-revetting": {"task": "postings.tasks.queue_revetting", "schedule": crontab(minute=0, hour=5)},
    "seal-the-access-log": {"task": "privacy.tasks.seal_access_log", "schedule": 60.0},
    "verify-the-access-log": {"task": "privacy.tasks.verify_access_log", "schedule": crontab(minute=50, hour=2)},
    "encrypt-second-factors": {"task": "centre.tasks.encrypt_second_factors", "schedule": crontab(minute=30, hour=4)},
    "delete-what-is-over": {"task": "privacy.tasks.delete_due", "schedule": crontab(minute=40, hour=4)},
    "forget-exports": {"task": "privacy.tasks.forget_exports", "schedule": crontab(minute=10, hour=3)},
    "forget-import-lines": {"task": "employers.tasks.forget_import_lines", "schedule": crontab(minute=20, hour=3)},
    "send-renewal-mails": {"task": "postings.tasks.send_renewal_mails", "schedule": 20.0},
    "ask-about-expiring": {"task": "postings.tasks.ask_about_expiring", "schedule": crontab(minute=0, hour=6)},
    "count-toward-target-twice": {
        "task": "postings.tasks.check_counts_of_the_day",
        "schedule": crontab(minute=10, hour=3),
    },
    "test-the-forecast": {
        "task": "postings.tasks.backtest_the_year",
        "schedule": crontab(minute=40, hour=3, day_of_week=1),
    },
    # Every ten minutes of one hour: a mail that the server refused leaves with the next run, none leaves twice.
    "remind-of-promises": {
        "task": "consultations.tasks.remind_of_promises",
        "schedule": crontab(minute="*/10", hour=7),
    },
    "monthly-report": {
        "task": "reports.tasks.draft_last_month",
        "schedule": crontab(minute=30, hour=3, day_of_month=1),
    },
}
