"""Who runs the product cannot rewrite the evidence, whatever the application does wrong: proven as that very role."""

import os
import warnings
from contextlib import contextmanager

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.models import Job
from centre.roles import Role
from config.app_role import refused
from jobseekers.models import Jobseeker, TurnDecision
from postings.models import CertificateRevocation, ListingCertificate, ListingEvidence, PublicationEvent, Vetting
from postings.site.certifying import certify, revoke
from postings.site.listing_evidence import add_evidence
from postings.site.reconciling import reconcile
from privacy.erasing import asking, certifying, finishing, keeping, packing
from privacy.erasing.executing import erase_person
from privacy.erasing.rewriting import Rewritten
from privacy.models import AccessLog, Erasure
from tests.factories.centre import UserFactory, contract_2026
from tests.factories.jobseekers import JobseekerFactory
from tests.postings.listings import listed

ROLE, PASSWORD = "centre_app_of_tests", "only-of-this-test-run"
EVIDENCE = [
    model._meta.db_table
    for model in (PublicationEvent, ListingEvidence, ListingCertificate, CertificateRevocation, AccessLog)
]


@pytest.fixture
def lesser(transactional_db, monkeypatch):
    """A connection of the role that `grant_app_role` makes."""
    monkeypatch.setitem(os.environ, "APP_DATABASE_PASSWORD", PASSWORD)
    call_command("grant_app_role", role=ROLE, verbosity=0)
    # A second time, as after the next migration.
    call_command("grant_app_role", role=ROLE, verbosity=0)
    settings = connection.settings_dict
    found = psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], dbname=settings["NAME"], user=ROLE, password=PASSWORD
    )
    with found:
        yield found
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


@pytest.mark.parametrize("table", EVIDENCE)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "TRUNCATE {} CASCADE",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "ALTER TABLE {} DISABLE TRIGGER USER",
        "DROP TABLE {} CASCADE",
        "SET session_replication_role = replica",
        "DELETE FROM {} WHERE set_config('pgtrigger.ignore', '*', true) IS NOT NULL",
        "CREATE OR REPLACE FUNCTION public.mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ],
)
def test_the_evidence_cannot_be_rewritten(lesser, table, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        lesser.execute(statement.replace("{}", table))
    lesser.rollback()


def test_the_daily_work_goes_on(lesser):
    """Vetting, a line of the ledger, a copy of the page, a certificate and a comparison, all as the lesser role."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        try:
            posting = listed(timezone.localdate(), None, number="KM-1")
            now = {"taken_at": timezone.now(), "by": UserFactory()}
            add_evidence(posting, name="a.png", content_type="image/png", content=b"picture", **now)
            certificate = certify(posting, by=UserFactory())
            revoke(certificate, reason="見本のため", by=UserFactory())
            with warnings.catch_warnings(action="ignore"):
                reconcile("求人番号,職種\nKM-9,販売\n".encode(), "a.csv", on=timezone.localdate(), by=UserFactory())
        finally:
            cursor.execute("RESET ROLE")
    assert PublicationEvent.objects.count() == 1
    lesser.execute("SELECT id FROM employers_importrun FOR UPDATE")
    lesser.execute("CREATE TEMP TABLE incoming (id bigint)")
    lesser.execute("SELECT lo_unlink(lo_from_bytea(0, ''))")
    lesser.rollback()


def test_an_approved_erasure_is_done_and_nothing_else_can_be_written_that_way(lesser):
    """Append-only rows of a person go as the lesser role; what is erased, and how, only the owner can say."""
    with transaction.atomic():
        decision = TurnDecision.objects.create(
            jobseeker=JobseekerFactory(), chosen="U", suggested_because="出身が県内", decided_by=UserFactory()
        )
    lesser.rollback()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        try:
            erase_person(decision.jobseeker, ground="本人の求め", by=UserFactory(), approved_by=UserFactory())
        finally:
            cursor.execute("RESET ROLE")
    assert not TurnDecision.objects.exists()
    for statement in (
        "UPDATE privacy_erasable SET assignments = 'note = 1'",
        "INSERT INTO privacy_erasable VALUES ('postings_publicationevent', 'id', true, '', '')",
        "DELETE FROM privacy_erasure",
        "SELECT privacy_erase_rows(1, 'jobseekers_jobseeker', '{1}', false)",
        "DROP FUNCTION privacy_erase_rows",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            lesser.execute(statement)
        lesser.rollback()


@pytest.fixture
def as_lesser(lesser):
    """Web and worker of production: what runs within has the rights of the lesser role alone."""

    @contextmanager
    def within():
        lesser.rollback()
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {ROLE}")
            try:
                yield
            finally:
                cursor.execute("RESET ROLE")

    return within


def approved_for_today(erasure):
    erasure = asking.approve(erasure, decision="令和8年11月28日の指示", by=UserFactory(role=Role.OFFICIAL))
    job = finishing.ask_to_execute(erasure, by=erasure.requested_by)
    Job.objects.filter(pk=job.pk).update(state="running")
    return job


def test_the_worker_erases_a_person_to_the_certificate_without_the_owner(as_lesser):
    with transaction.atomic():
        person, manager = JobseekerFactory(name="髙﨑 𠮷郎"), UserFactory(role=Role.PRIVACY_MANAGER)
    with as_lesser():
        today = timezone.localdate()
        erasure = asking.ask_for_person(person, ground="本人の求め", planned_on=today, by=manager)
        finishing.carry_erasure(approved_for_today(erasure), lambda *_: None)
        erasure = Erasure.objects.get()
        assert erasure.state == Erasure.State.FINISHED
        assert certifying.is_genuine(erasure.certificate)


def test_the_end_of_a_contract_is_begun_by_the_worker_and_finished_by_the_owner(as_lesser, monkeypatch):
    contract_2026()
    with transaction.atomic():
        JobseekerFactory(name="髙﨑 𠮷郎")
    manager, today, year = UserFactory(role=Role.PRIVACY_MANAGER), timezone.localdate(), FiscalYear(2026)
    with as_lesser():
        package = packing.make_package(year, by=manager)
        keeping.hand_out(package, by=manager, address=None)
        package.refresh_from_db()
        erasure = asking.ask_for_contract(package, ground="契約の終了", planned_on=today, by=manager)
        answer = finishing.carry_erasure(approved_for_today(erasure), lambda *_: None)
        assert "finish_erasure" in answer["message"]
        assert not Jobseeker.objects.filter(name="髙﨑 𠮷郎").exists()
        with pytest.raises(CommandError, match="所有者"):
            call_command("finish_erasure")
    assert Erasure.objects.get().state == Erasure.State.ERASED
    # Every table of the product, for real, is the drill's: here that the owner may, and that nothing else is lacking.
    done = Rewritten(1, statistics=True, log=True)
    monkeypatch.setattr(finishing, "rewrite_everything", lambda: done)
    call_command("finish_erasure", verbosity=0)
    erasure = Erasure.objects.get()
    assert (erasure.state, erasure.scan["survivors"]) == (Erasure.State.FINISHED, 0)
    with as_lesser():
        assert certifying.is_genuine(erasure.certificate)
    with pytest.raises(CommandError, match="ありません"):
        call_command("finish_erasure")


def test_it_is_no_owner_and_gets_no_new_rights(lesser):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        lesser.execute(f"ALTER ROLE {ROLE} SUPERUSER")
    lesser.rollback()


def test_every_append_only_table_is_refused_by_its_own_triggers():
    both = {model._meta.label for model in apps.get_models() if refused(model) == {"UPDATE", "DELETE"}}
    assert both >= {
        "postings.PublicationEvent",
        "postings.ListingEvidence",
        "postings.ListingCertificate",
        "postings.CertificateRevocation",
        "postings.Finding",
        "privacy.AccessLog",
    }
    assert refused(Vetting) == {"DELETE"}


@pytest.mark.django_db
def test_the_owner_is_not_made_the_lesser_role():
    with pytest.raises(CommandError, match="所有者"):
        call_command("grant_app_role", role=connection.settings_dict["USER"])


@pytest.mark.django_db
def test_the_statements_can_be_shown_instead(capsys):
    call_command("grant_app_role", role=ROLE, show=True)
    shown = capsys.readouterr().out
    assert f'REVOKE DELETE, UPDATE ON "postings_publicationevent" FROM "{ROLE}";' in shown
