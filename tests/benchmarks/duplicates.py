"""Twins in a register of 12,000 establishments: 200 true pairs are planted, and looked for with everything else.

`make bench-duplicates` prints recall, precision and seconds; the limit of the same run is the building of the trigram
index. Whatever is found beside the planted pairs counts as wrong. Exits with 1 below the goals.
"""

import random
import sys
import time

from django.core.management import call_command
from django.db import connection

SCALE, PLANTED, SEED = 10, 200, 20261121
GOAL_RECALL, GOAL_PRECISION = 0.98, 0.90
OLD_FORMS = str.maketrans("高崎斉辺浜沢広国桜真恵学会医芸工", "髙﨑齋邉濵澤廣國櫻眞惠學會醫藝工")
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


def _form(record, dice):
    for form in ("株式会社", "有限会社", "合同会社"):
        if form in record.name:
            short = {"株式会社": "㈱", "有限会社": "(有)", "合同会社": "（同）"}[form]
            record.name = record.name.replace(form, dice.choice((short, "")), 1).strip()


def _old_characters(record, dice):
    record.name = record.name.translate(OLD_FORMS)
    record.address = record.address.translate(FULL_WIDTH)


def _branch(record, dice):
    record.name += dice.choice((" 本社", "　本店", " 熊本支店"))


def _moved(record, dice):
    record.address = f"熊本市東区転居町{dice.randint(1, 9)}丁目{dice.randint(1, 99)}番{dice.randint(1, 99)}号"


def _typed_name(record, dice):
    place = dice.randrange(2, max(3, len(record.name) - 2))
    while record.name[place].isdigit():
        place -= 1
    record.name = record.name[:place] + dice.choice("のノ社見ーエ") + record.name[place + 1 :]


def _typed_phone(record, dice):
    place = dice.choice([place for place, letter in enumerate(record.phone) if letter.isdigit()])
    other = str((int(record.phone[place]) + dice.randint(1, 9)) % 10)
    record.phone = record.phone[:place] + other + record.phone[place + 1 :]


def _width(record, dice):
    record.name = record.name.translate(FULL_WIDTH)
    record.phone = record.phone.translate(FULL_WIDTH)
    record.address = record.address.translate(FULL_WIDTH)


VARIANTS = (_form, _old_characters, _branch, _moved, _typed_name, _typed_phone, _width)


def plant(dice: random.Random) -> dict[tuple[int, int], str]:
    """Enter PLANTED employers a second time, each written another way; {pair of ids: how}."""
    from employers.enrolment import set_keys
    from employers.models import Corporation, Establishment

    truth = {}
    ids = list(Establishment.objects.order_by("pk").values_list("pk", flat=True))
    for number, pk in enumerate(dice.sample(ids, PLANTED)):
        record = Establishment.objects.select_related("corporation").get(pk=pk)
        variant = VARIANTS[number % len(VARIANTS)]
        # Every other time the second entry was made without the corporate number, under a corporation of its own.
        if number % 2:
            name = record.corporation.name
            record.corporation = Corporation.objects.create(name=name, name_key=record.corporation.name_key)
        variant(record, dice)
        if variant is _branch and number % 3 == 0:
            _width(record, dice)
        record.pk, record._state.adding = None, True
        set_keys(record)
        # The very same words at one corporation are refused by the database: that twin cannot come to be.
        if Establishment.objects.filter(
            corporation=record.corporation, name_key=record.name_key, address_key=record.address_key
        ).exists():
            record.corporation = Corporation.objects.create(name=record.name, name_key=record.name_key)
        record.save()
        truth[pk, record.pk] = variant.__name__.strip("_")
    return truth


def main() -> int:
    """Seed, plant, search, print; 1 when a goal is missed."""
    from employers.models import Establishment, SuspectedPair
    from employers.twins import find_twins

    call_command("migrate", verbosity=0)
    call_command("seed_demo", scale=SCALE, seed=2026)
    truth = plant(random.Random(SEED))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE employers_establishment")
        begun = time.perf_counter()
        cursor.execute("REINDEX INDEX establishment_name_trgm")
        index = time.perf_counter() - begun
    begun = time.perf_counter()
    find_twins()
    seconds = time.perf_counter() - begun
    found = set(SuspectedPair.objects.values_list("first", "second"))
    hits = found & set(truth)
    recall, precision = len(hits) / len(truth), len(hits) / max(1, len(found))
    write = sys.stdout.write
    write(f"{Establishment.objects.count():,} establishments, {len(truth)} pairs planted, {len(found)} suspected\n")
    for variant in sorted(set(truth.values())):
        of_kind = [pair for pair, name in truth.items() if name == variant]
        write(f"  {variant:<16}{len(found.intersection(of_kind)):>4} of {len(of_kind)}\n")
    write(f"recall {recall:.3f} (goal ≥ {GOAL_RECALL})  precision {precision:.3f} (goal ≥ {GOAL_PRECISION})\n")
    write(f"search {seconds:.2f} s, trigram index {index:.2f} s, ratio {seconds / index:.1f}\n")
    for pair in sorted(set(truth) - hits):
        write(f"  missed {truth[pair]}: {pair}\n")
    return int(recall < GOAL_RECALL or precision < GOAL_PRECISION)
