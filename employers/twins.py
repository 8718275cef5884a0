"""Finding employers that stand in the register twice: candidates by shared facts, judged by what else agrees."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.db import connection, transaction
from django.utils import timezone

from centre.bulk import copy
from employers.models import SuspectedPair

# What each agreement is worth, and from which sum on a pair is suspected.
WEIGHTS = {
    "same_name": 3.0,
    "branch_name": 2.5,
    "similar_name": 2.0,
    "same_phone": 2.5,
    "same_address": 2.5,
    "crowded": 1.0,
    "same_kana": 0.5,
    "same_corporation": 0.5,
    "same_municipality": 0.5,
    "little_known": 1.0,
    "other_corporation": -3.0,
    "branch_elsewhere": -2.0,
}
THRESHOLD = 4.5
# A phone or an address that more establishments share says little: a switchboard, an office building.
CROWD = 5
SIMILAR = 0.8
BRANCH = re.compile(r"(?:本社|本店|本部|支店|支社|営業所|工場|出張所|事業所|事務所|センター?|店)$")
LONGEST_BRANCH = 9
CHUNK = 5_000
# The lock goes with the transaction and stops nobody who reads or merges.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('employers.find_twins', 0))"

# Pairs that share a phone, an address, or a name in one municipality while one of the two is hardly known.
CANDIDATES = """
WITH record AS (
    SELECT e.id, e.name_key, e.kana_key, e.phone_key, e.address_key, e.municipality_id, e.corporation_id,
        c.corporate_number,
        regexp_replace(e.name_key, '\\D', '', 'g') AS digits,
        count(*) FILTER (WHERE e.phone_key <> '') OVER (PARTITION BY e.phone_key) AS at_phone,
        count(*) FILTER (WHERE e.address_key <> '') OVER (PARTITION BY e.address_key) AS at_address
    FROM employers_establishment AS e JOIN employers_corporation AS c ON c.id = e.corporation_id
    WHERE e.merged_into_id IS NULL
), pair AS (
    SELECT a.id AS first, b.id AS second FROM record AS a JOIN record AS b
        ON a.phone_key = b.phone_key AND a.id < b.id
    WHERE a.phone_key <> '' AND a.at_phone <= 200
    UNION
    SELECT a.id, b.id FROM record AS a JOIN record AS b ON a.address_key = b.address_key AND a.id < b.id
    WHERE a.address_key <> '' AND a.at_address <= 200
    UNION
    SELECT a.id, b.id FROM record AS a JOIN record AS b
        ON a.name_key = b.name_key AND a.municipality_id = b.municipality_id AND a.id < b.id
    WHERE '' IN (a.phone_key, b.phone_key, a.address_key, b.address_key)
)
SELECT a.id, b.id, a.name_key, b.name_key,
    a.kana_key <> '' AND a.kana_key = b.kana_key,
    a.phone_key <> '' AND a.phone_key = b.phone_key,
    a.address_key <> '' AND a.address_key = b.address_key,
    a.address_key <> '' AND b.address_key <> '' AND a.address_key <> b.address_key,
    greatest(a.at_phone, a.at_address),
    a.corporation_id = b.corporation_id OR a.corporate_number IS NOT DISTINCT FROM b.corporate_number
        AND a.corporate_number IS NOT NULL,
    a.corporate_number <> b.corporate_number,
    coalesce(a.municipality_id = b.municipality_id, false),
    '' IN (a.phone_key, b.phone_key, a.address_key, b.address_key)
FROM pair JOIN record AS a ON a.id = pair.first JOIN record AS b ON b.id = pair.second
WHERE NOT EXISTS (
        SELECT FROM employers_notthesame AS apart WHERE apart.first_id = a.id AND apart.second_id = b.id
    )
    AND (a.digits = b.digits OR (a.phone_key = b.phone_key AND a.address_key = b.address_key AND a.phone_key <> ''
        AND a.address_key <> ''))
"""


@dataclass(frozen=True)
class Evidence:
    """What is known of a pair: the keys of both names, and what agrees."""

    first_name: str
    second_name: str
    same_kana: bool = False
    same_phone: bool = False
    same_address: bool = False
    other_address: bool = False
    crowd: int = 2
    same_corporation: bool = False
    other_corporation: bool = False
    same_municipality: bool = False
    little_known: bool = False


def judge(pair: Evidence) -> tuple[float, list[str]]:
    """How much speaks for one employer under two names, and the reasons in words; suspected from THRESHOLD on."""
    name, reasons = _name(pair.first_name, pair.second_name)
    found = {
        name: bool(name),
        "same_kana": pair.same_kana and name != "same_name",
        "same_corporation": pair.same_corporation,
        "same_municipality": pair.same_municipality,
        "little_known": pair.little_known and name == "same_name",
        "other_corporation": pair.other_corporation,
        "branch_elsewhere": name in ("branch_name", "") and pair.other_address,
    }
    score = sum(WEIGHTS[key] for key, holds in found.items() if holds)
    for key, holds, words in (
        ("same_phone", pair.same_phone, "電話番号が同じ"),
        ("same_address", pair.same_address, "所在地が同じ"),
    ):
        if holds:
            score += WEIGHTS[key] if pair.crowd <= CROWD else WEIGHTS["crowded"]
            reasons.append(words)
    if found["same_kana"]:
        reasons.append("ふりがなが同じ")
    if pair.same_corporation:
        reasons.append("法人が同じ")
    if found["little_known"]:
        reasons.append("片方は電話か所在地が未登録")
    return score, reasons


def _name(first: str, second: str) -> tuple[str, list[str]]:
    """Which weight the names deserve; different figures in a name mean different employers."""
    if first == second:
        return "same_name", ["名前が同じ"]
    if re.sub(r"\D", "", first) != re.sub(r"\D", "", second):
        return "", []
    shorter, longer = sorted((first, second), key=len)
    if longer.startswith(shorter) and len(longer) - len(shorter) <= LONGEST_BRANCH and BRANCH.search(longer):
        return "branch_name", ["名前が同じ（支店などの名を除く）"]
    if SequenceMatcher(None, first, second, autojunk=False).ratio() >= SIMILAR:
        return "similar_name", ["名前が似ている"]
    return "", []


def find_twins() -> int:
    """Search the whole register for suspected pairs and keep them with their reasons; answers how many.

    Pairs that somebody judged to be two employers stay out. The list of before is replaced as a whole; a second search
    waits for the first.
    """
    now, kept = timezone.now(), 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        SuspectedPair.objects.all().delete()
        for candidates in _candidates():
            kept += copy(SuspectedPair, _suspected(candidates, now), analyze=not kept)
    return kept


def _candidates() -> Iterator[list[tuple]]:
    """Chunks of CANDIDATES from a cursor of the database: there may be a hundred for each pair that is suspected."""
    with connection.cursor() as cursor:
        # All of them are read, however slowly the first one comes.
        cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
    with connection.chunked_cursor() as cursor:
        cursor.execute(CANDIDATES)
        while rows := cursor.fetchmany(CHUNK):
            yield rows


def _suspected(candidates: list[tuple], now: datetime) -> Iterator[dict]:
    for first, second, *facts in candidates:
        score, reasons = judge(Evidence(*facts))
        if score >= THRESHOLD:
            yield {"first_id": first, "second_id": second, "score": score, "reasons": reasons, "found_at": now}
