"""`manage.py seed_demo --scale N --seed S`: a year of plainly fictional work at the counter."""

import random
import time
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from centre.bulk import reset_sequences, speed_up_triggers
from centre.models import Appointment, Attendance, Contract, Duty, Qualification, Training
from config.sample import (
    checklists,
    courses,
    employers,
    erasures,
    events,
    hirings,
    incidents,
    inspections,
    mails,
    meetings,
    people,
    postings,
    registers,
    rights,
    surveys,
    vettings,
)
from config.sample.accounts import open_accounts
from config.sample.world import World
from config.sample.year import make as make_year
from consultations.models import Consultation, FollowUp
from employers.models import Contact, Corporation, Establishment, Registration, Visit
from jobseekers.models import Consent, Jobseeker
from postings.models import CourseDocument, CourseStep, EligibilityCourse, JobPosting, PublicationEvent, Vetting
from privacy.models import Workplace
from referrals.models import (
    ApplicationEvidence,
    CentreEvent,
    EventGuest,
    EventOutcome,
    Handoff,
    Referral,
    Relocation,
    RetentionCheck,
    StageStep,
)

FILLED = (
    Corporation, Establishment, Contact, Registration, Visit, Jobseeker, Consent, Consultation, FollowUp,
    JobPosting, PublicationEvent, Handoff,
    Appointment, Qualification, Duty, Training, Attendance, EligibilityCourse, CourseDocument, CourseStep,
    Referral, StageStep, ApplicationEvidence, Relocation, RetentionCheck,
    CentreEvent, EventGuest, EventOutcome,
)  # fmt: skip


class Command(BaseCommand):
    help = "架空の見本データを入れます（scale 1 は窓口1年分）。"

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=float, default=1)
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--until", type=date.fromisoformat, default=None, help="見本の最後の日（既定は今日）")

    def handle(self, *, scale, seed, until, **options):
        if not 0 < scale <= 1000:
            raise CommandError("--scale は 0 より大きく 1000 までの数にしてください。")
        if Establishment.objects.exists():
            raise CommandError("事業所がすでに入っています。見本は空のデータベースにだけ入れます。")
        started = time.monotonic()
        with transaction.atomic():
            speed_up_triggers("seed_demo")
            world = World(random.Random(seed), scale, until or timezone.localdate(), open_accounts())
            Contract.objects.filter(fiscal_year=2026, contractor="").update(
                contractor="株式会社 見本キャリア（架空）",
                contractor_address="熊本市中央区見本町1丁目1番1号",
                contractor_representative="代表取締役 見本 太郎",
                contracted_on=date(2026, 4, 1),
                workplace="熊本市中央区見本町1丁目1番1号 見本ビル2階",
            )
            Workplace.objects.create(
                place="熊本市中央区見本町1丁目1番1号 見本ビル2階 熊本窓口",
                reported_on=date(2025, 4, 1),
                approved_on=date(2025, 4, 1),
                starts_on=date(2025, 4, 1),
            )
            establishments = employers.make(world)
            postings.make(world, establishments)
            people.make(world, establishments)
            courses.make(world, establishments)
            hirings.make(world)
            make_year(world)
            events.make(world)
            reset_sequences(FILLED)
            vettings.make(world)
            mails.make(world)
            registers.make(world)
            meetings.make(world)
            incidents.make(world)
            rights.make(world)
            erasures.make(world)
            inspections.make(world)
            checklists.make(world)
            surveys.make(world)
        if not connection.in_atomic_block:
            # Inside a transaction it would keep its locks on the catalogues of all databases until the end.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        for model in (*FILLED, Vetting):
            self.stdout.write(f"{model._meta.verbose_name}: {model._base_manager.count():,}")
        self.stdout.write(self.style.SUCCESS(f"{time.monotonic() - started:.1f} 秒で入れました。"))
