"""`manage.py find_twins [--json]`: search the register for employers that stand in it twice."""

import json
import time

from django.core.management.base import BaseCommand

from employers.twins import find_twins


class Command(BaseCommand):
    help = "企業の登録から、重複の疑いがある組をさがします。"

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, *, json: bool, **options):
        begun = time.perf_counter()
        told = {"pairs": find_twins(), "seconds": round(time.perf_counter() - begun, 2)}
        self.stdout.write(dumps(told) if json else f"重複の疑い {told['pairs']:,}組（{told['seconds']}秒）")


dumps = json.dumps
