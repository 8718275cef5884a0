"""`manage.py queue_revetting`: bring the queue of postings to be vetted again up to date, at once."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from postings.eligibility.revetting import queue_revetting


class Command(BaseCommand):
    help = "対象として掲載中の求人のうち、再精査が要るものを洗い出します（毎朝の処理を今すぐ行います）。"

    def handle(self, **_options):
        self.stdout.write(f"再精査が要る理由：{queue_revetting(timezone.localdate())}件")
