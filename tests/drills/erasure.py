"""The end of a contract, for real: seeded names, mails and phones are erased, then looked for everywhere.

`make drill-erasure`; how many identifiers in DRILL_IDENTIFIERS (default 5000). Looked through: every column of every
table, the database's own files (pages, indexes, write-ahead log, statistics), its log, a dump, Redis and its files,
and an encrypted backup whose key is gone. Answers 1 when anything survived, a figure changed, or the certificate is
not what was signed.
"""

import io
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from openpyxl import Workbook

from centre.backups import keys, programs
from centre.backups.taking import take_backup
from centre.files import store
from centre.fiscal_year import FiscalYear
from centre.models import Backup, Draft, Job, KeyDestruction, SavedFilter, User
from centre.roles import Role
from consultations.models import Consultation, RecordDocument
from employers.models import Contact, Establishment
from jobseekers.models import Consent, Jobseeker, TurnDecision
from privacy import sealing
from privacy.access import write_line
from privacy.erasing import asking, certifying, finishing, keeping, packing
from privacy.erasing.surviving import Finder, Survivors, scan_files, scan_tables
from privacy.models import AccessLog, ConsentText, Erasure

SEED = 20260401
FIRST = "蒼茜樟椿楠榎槇檜欅柊梓楓榊橘棗椋柘"
SECOND = "嶺峪崎嶋渕瀧澪汐渚湊碧翠琥瑚璃珀"
THIRD = "丞亮倖偲俐伎侑冴凪凰勲匠叡吏咲哉"


def identifiers(count: int) -> tuple[list[str], list[str], list[str]]:
    """Names, mails and phone numbers that nobody else has, `count` in all."""
    drawn = random.Random(SEED)
    each = count // 3
    letters = (FIRST, SECOND, "見", "本", THIRD, FIRST)
    names = {"".join(map(drawn.choice, letters)) for _ in range(9 * each)}
    phones = {f"070-9{drawn.randrange(1000):03d}-{drawn.randrange(10_000):04d}" for _ in range(2 * each)}
    mails = [f"seed{number:05d}@drill-of-erasure.test" for number in range(count - 2 * each)]
    return sorted(names)[:each], mails, sorted(phones)[:each]


def sow(names: list[str], mails: list[str], phones: list[str], by: User) -> None:
    """Put the identifiers wherever words of people are kept, and let them change, so that old rows lie about."""
    text = ConsentText.objects.filter(purpose="jobseeker").first()
    places = list(Establishment.objects.order_by("pk")[:50])
    with transaction.atomic():
        people = Jobseeker.objects.bulk_create(
            Jobseeker(
                name=name,
                name_key=name,
                email=mail,
                phone=phone,
                phone_key=phone.replace("-", ""),
                prefecture_id="13",
                registered_on=date(2026, 6, 1),
                registered_by=by,
            )
            for name, mail, phone in zip(names, mails, phones, strict=False)
        )
        Consent.objects.bulk_create(
            Consent(jobseeker=one, text=text, given_on=one.registered_on, method="oral", recorded_by=by)
            for one in people
        )
    now = timezone.now()
    Consultation.objects.bulk_create(
        Consultation(
            party="jobseeker",
            jobseeker=one,
            method="phone",
            held_at=now,
            topic="jobs",
            summary=f"{one.name}さんの希望",
            note=f"{one.name} {one.phone} {one.email}\n" * 40,
            counsellor=by,
        )
        for one in people
    )
    TurnDecision.objects.bulk_create(
        TurnDecision(jobseeker=one, chosen="U", suggested_because=f"{one.name}の出身", decided_by=by) for one in people
    )
    Contact.objects.bulk_create(
        Contact(establishment=places[number % len(places)], name=f"{name}", email=mail, phone=phone)
        for number, (name, mail, phone) in enumerate(zip(names[::-1], mails[::-1], phones[::-1], strict=False))
        if number % 4 == 0
    )
    for one in people[::50]:
        write_line(
            by, AccessLog.Action.SEARCH, "jobseekers.Jobseeker", detail=f"{one.name} 1件を表示", reason=one.phone
        )
        Draft.objects.create(user=by, form=f"/drill/{one.pk}/", data={"note": f"{one.name}に電話 {one.phone}"})
        SavedFilter.objects.create(owner=by, page="jobseekers:list", name=one.name[:40], query=f"q={one.email}")
        ended = {"state": "done", "finished_at": now, "requested_by": by}
        Job.objects.create(kind="export_jobseekers", key=str(one.pk), params={"query": one.name}, **ended)
        file = store("書類.xlsx", "application/vnd.ms-excel", _workbook(one))
        RecordDocument.objects.create(file=file, jobseeker=one, kind="drill", made_by=by)
    # Changed rows leave their old versions in pages, history and log; deleted ones too.
    Jobseeker.objects.filter(pk__in=[one.pk for one in people[::3]]).update(wishes="希望を聞き直した")
    sealing.seal()


def _workbook(one: Jobseeker) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    book.active.append([one.name, one.phone, one.email])
    book.save(buffer)
    return buffer.getvalue()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        return practise(Path(folder))


def practise(folder: Path) -> int:
    """The whole course; `folder` holds the backup."""
    count = int(os.environ.get("DRILL_IDENTIFIERS", "5000"))
    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("seed_demo", scale=0.05, seed=7, verbosity=0)
    roles = {user.role: user for user in User.objects.filter(is_active=True)}
    manager, official = roles[Role.PRIVACY_MANAGER], roles[Role.OFFICIAL]
    names, mails, phones = identifiers(count)
    words = [*names, *mails, *phones]
    sow(names, mails, phones, roles[Role.COUNSELLOR])
    backup = _backup(folder, manager)
    _say("sown", f"{len(words)} identifiers, {time.monotonic() - begun:.0f} s with migrations and sample")
    before = {place: found.total for place, found in looked_through(words).items()}
    _say("before", ", ".join(f"{place} {total}" for place, total in before.items()))

    year = FiscalYear.of(timezone.localdate())
    package = packing.make_package(year, by=manager)
    keeping.hand_out(package, by=official, address=None)
    package.refresh_from_db()
    erasure = asking.ask_for_contract(
        package, ground="契約の終了（訓練）", planned_on=timezone.localdate(), by=manager
    )
    erasure = asking.approve(erasure, decision="訓練の指示。立会いなし", by=official)
    begun = time.monotonic()
    job = finishing.ask_to_execute(erasure, by=manager, explanation="訓練")
    job.state, job.attempts = "running", 1
    job.save()
    finishing.carry_erasure(job, lambda *_: None)
    took = time.monotonic() - begun
    erasure = Erasure.objects.get(pk=erasure.pk)
    _say(
        "erased", f"{sum(line['rows'] for line in erasure.counts)} rows in {took:.1f} s, package {package.size} bytes"
    )

    after = looked_through(words)
    for place, found in after.items():
        _say(f"survivors in {place}", f"{found.total} ({found.columns} places, {found.words} words)")
        for where, times in found.places.most_common(5):
            _say("  ", f"{where}: {times}")
    survivors = sum(found.total for found in after.values())
    genuine = certifying.is_genuine(erasure.certificate)
    sound = sealing.verify().sound
    _say("statistics", f"{erasure.figures['compared']} figures equal: {erasure.figures['equal']}")
    _say("certificate", f"{erasure.certificate} verifies: {genuine}; access log sound: {sound}")
    _say("backup", _unreadable(backup))
    _say("survivors", survivors)
    seen = all(before[place] for place in ("tables", "files", "dump"))
    return int(not (seen and genuine and sound) or survivors > 0)


def looked_through(words: list[str]) -> dict[str, Survivors]:
    """What is found in tables, in the files of the servers, in a dump and in Redis."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        servers = Path(cursor.fetchone()[0]).parent
    found = {"tables": scan_tables(words)}
    store_of_redis = redis.Redis.from_url(settings.REDIS_URL)
    store_of_redis.save()
    found["files"] = scan_files(words, servers)
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "dump.sql"
        dumped = [programs.program("pg_dump"), "--format=plain", f"--file={dump}"]
        subprocess.run(dumped, check=True, env=programs.environment())
        found["dump"] = scan_files(words, dump)
    found["redis"] = _in_redis(store_of_redis, words)
    return found


def _in_redis(store_of_redis: redis.Redis, words: list[str]) -> Survivors:
    finder, found = Finder(words), Survivors(words=len(words))
    for key in store_of_redis.scan_iter():
        found.columns += 1
        if finder((key + (store_of_redis.dump(key) or b"")).decode("utf-8", errors="ignore")):
            found.places[key.decode(errors="replace")] += 1
    return found


def _backup(folder: Path, by: User) -> Backup:
    settings.BACKUP_DIR, settings.BACKUP_SPOOL = str(folder / "backups"), str(folder / "spool")
    settings.BACKUP_KEY_FILE = str(folder / "backup.key")
    keys.make_master_key(folder / "backup.key")
    return take_backup(kind="dump", by=by)


def _unreadable(backup: Backup) -> str:
    backup.refresh_from_db()
    order = KeyDestruction.objects.first()
    return f"unreadable since {backup.unreadable_at}, {len(order.key_names)} keys destroyed"


def _say(what: str, told) -> None:
    sys.stdout.write(f"{what:24} {told}\n")
    sys.stdout.flush()
