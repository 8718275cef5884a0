"""Every form of the room `postings` that makes something: sent five times at once it makes one record (T4), and what
the form does not offer it does not set (T10). Every form that changes something refuses the second editor (T5)."""

import threading
import uuid
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, models
from django.test import Client
from django.urls import reverse

from centre.addresses import URLS
from centre.models import Job, StoredFile, User
from centre.pages import ActForm, EditForm
from centre.roles import Role, may
from employers.models import ImportRun
from postings import urls
from postings.eligibility import orientation, rule_drafts
from postings.eligibility.course import receive_document
from postings.lists.import_pages import LIST
from postings.models import (
    CertificateRevocation,
    CourseDocument,
    EligibilityCourse,
    JobPosting,
    ListingCertificate,
    ListingEvidence,
    MinimumWage,
    PostingAcceptance,
    PublicationEvent,
    Reconciliation,
    ReconciliationDifference,
    RelocationFacts,
    RuleDraft,
    SelfDeclaration,
    Vetting,
)
from postings.rulebooks.library import choose
from postings.site import reconciling
from postings.site.certifying import certify
from tests.factories.centre import UserFactory
from tests.factories.courses import a_corporation, begun, kind, listable, procedure
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.postings import JobPostingFactory
from tests.postings.listings import listed, signed
from tests.postings.test_law_check import WHOLE

PNG = b"\x89PNG\r\n\x1a\n made up for a test"
TODAY = date(2026, 11, 2)


@dataclass(frozen=True)
class Sent:
    """A form as a page sends it: its address, its fields, the record it makes or changes, and its files by field.

    `theirs` is what somebody else saves of the record meanwhile.
    """

    address: str
    made: type[models.Model]
    fields: dict = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    theirs: dict = field(default_factory=dict)


def address(name: str, *numbers: int) -> str:
    return reverse(f"postings:{name}", args=numbers)


def add() -> Sent:
    typed = {"title": "旋盤工", "received_on": "2026-11-02", "source": "counter", "headcount": "1"}
    return Sent(address("add", EstablishmentFactory().pk), JobPosting, typed)


def import_file() -> Sent:
    content = "求人番号,職種\nKM-1,販売\n".encode()
    return Sent(address("import"), StoredFile, files={"file": ("a.csv", content)})


def import_preview() -> Sent:
    place = EstablishmentFactory()
    text = f"求人番号,事業所名,職種,受付日\nKM-77,{place.name},販売,2026-10-01\n".encode()
    kept = StoredFile.objects.create(name="a.csv", content_type=LIST, content=text, size=len(text), sha256="a" * 64)
    return Sent(address("import_preview", kept.pk), ImportRun)


def export() -> Sent:
    JobPostingFactory()
    return Sent(
        address("export"),
        Job,
        {"use_title": "on", "place_title": "1", "format": "csv_utf8", "reason": "県のサイトへ出すため"},
    )


def draft() -> RuleDraft:
    version = choose("relocation_posting", TODAY)
    return rule_drafts.draft(
        version,
        valid_from=date(2027, 4, 1),
        parameters={"least_weekly_hours": 30},
        note="",
        by=UserFactory(role=Role.REVIEWER),
    )


def rule_draft_add() -> Sent:
    typed = {"least_weekly_hours": "30", "valid_from": "2027-04-01", "note": "試す"}
    return Sent(f"{address('rule_draft_add')}?book=relocation_posting", RuleDraft, typed)


def rule_draft_run() -> Sent:
    return Sent(address("rule_draft_run", draft().pk), Job)


def extend_record() -> Sent:
    posting = listed(date(2026, 9, 1), date(2026, 11, 20))
    page = f"{address('extend_record')}?postings={posting.pk}"
    client = Client()
    client.force_login(UserFactory(role=Role.COUNSELLOR))
    seen = client.get(page).context["form"]["seen"].value()
    typed = {"kind": "extended", "effective_on": "2026-11-02", "listed_until": "2027-01-31", "seen": seen}
    return Sent(page, PublicationEvent, typed)


def extend_one() -> Sent:
    return Sent(address("extend_one", listed(date(2026, 9, 1), date(2026, 11, 20)).pk), PublicationEvent)


def publish() -> Sent:
    typed = {"kind": "new", "effective_on": "2026-11-02", "listed_until": "2027-01-31"}
    return Sent(address("publish", signed().pk), PublicationEvent, typed)


def listing_evidence() -> Sent:
    posting = listed(date(2026, 9, 1), date(2026, 11, 20))
    return Sent(
        address("listing_evidence", posting.pk),
        ListingEvidence,
        {"taken_at": "2026-11-02 09:00", "url": "https://site.example/1"},
        {"file": ("a.png", PNG)},
    )


def certificate() -> Sent:
    return Sent(address("certify", listed(date(2026, 9, 1), date(2026, 11, 20)).pk), ListingCertificate)


def certificate_revoke() -> Sent:
    given = certify(listed(date(2026, 9, 1), date(2026, 11, 20)), by=UserFactory())
    return Sent(address("certificate_revoke", given.pk), CertificateRevocation, {"reason": "見本のため"})


def reconcile() -> Sent:
    content = "求人番号,職種\nKM-9,販売\n".encode()
    return Sent(address("reconcile"), Reconciliation, {"on": "2026-11-02"}, {"file": ("a.csv", content)})


def prepare() -> Sent:
    return Sent(address("prepare", JobPostingFactory().pk), Vetting, {"note": "見本"})


def declare() -> Sent:
    answers = ("repeated_violation", "referred_and_published", "published", "organised_crime", "refuses_report")
    typed = {"declared_on": "2026-11-01", "declarant_role": "人事課長", **dict.fromkeys(answers, "false")}
    return Sent(address("declare", a_corporation().pk), SelfDeclaration, typed)


def accept() -> Sent:
    typed = {"is_inappropriate": "false", "decision": "accepted", "told_by": "phone", "told_on": "2026-11-02"}
    return Sent(address("accept", JobPostingFactory(**WHOLE | {"received_on": TODAY}).pk), PostingAcceptance, typed)


def announce_wage() -> Sent:
    typed = {
        "series": "new",
        "name": "見本製造業",
        "yen_per_hour": "1200",
        "effective_from": "2027-01-01",
        "certainty": "found",
    }
    return Sent(address("announce_wage"), MinimumWage, typed)


def course_begin() -> Sent:
    return Sent(address("course_begin", a_corporation().pk), EligibilityCourse, {"registered_on": "2026-11-02"})


def course_ask() -> Sent:
    typed = {"kind": "pledge", "asked_on": "2026-11-02"}
    return Sent(address("course_ask", begun(date(2026, 10, 1)).pk), CourseDocument, typed)


def course_receive() -> Sent:
    typed = {"kind": "pledge", "received_on": "2026-11-02", "paper_place": "書庫1"}
    return Sent(address("course_receive", begun(date(2026, 10, 1)).pk), CourseDocument, typed)


def course_renew() -> Sent:
    procedure("no")
    with time_machine.travel("2025-12-01T09:00:00+09:00", tick=False):
        course = listable(date(2025, 12, 1))
    return Sent(address("course_renew", course.pk), EligibilityCourse, {"registered_on": "2026-11-02"})


MAKE: dict[str, Callable[[], Sent]] = {
    "add": add,
    "import": import_file,
    "import_preview": import_preview,
    "export": export,
    "rule_draft_add": rule_draft_add,
    "rule_draft_run": rule_draft_run,
    "extend_record": extend_record,
    "extend_one": extend_one,
    "publish": publish,
    "listing_evidence": listing_evidence,
    "certify": certificate,
    "certificate_revoke": certificate_revoke,
    "reconcile": reconcile,
    "prepare": prepare,
    "accept": accept,
    "declare": declare,
    "announce_wage": announce_wage,
    "course_begin": course_begin,
    "course_ask": course_ask,
    "course_receive": course_receive,
    "course_renew": course_renew,
}
# Forms that move a record which is there: its state and its version let one of five through.
MOVE = {"vetting", "decide", "rule_draft_withdraw"}


@contextmanager
def at_noon():
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False), warnings.catch_warnings():
        yield


def post(client: Client, sent: Sent, key: str, /, **more):
    files = {name: SimpleUploadedFile(*given) for name, given in sent.files.items()}
    return client.post(sent.address, {"submission_key": key, **sent.fields, **more, **files})


def who_may(name: str) -> User:
    gate = URLS[f"postings:{name}"]
    return next(user for role in Role if may(user := UserFactory(role=role), gate))


def test_every_form_that_makes_something_is_tried():
    found = {
        one.name
        for one in urls.urlpatterns
        if issubclass(getattr(one.callback, "view_class", object), ActForm)
        and not issubclass(one.callback.view_class, EditForm)
    }
    assert found == MAKE.keys() | MOVE


@pytest.mark.django_db(transaction=True)
def test_sent_five_times_at_once_each_form_makes_one_record():
    """T4: five connections, one key; the same answer for all."""
    wrong = {}
    for name, make in MAKE.items():
        with at_noon():
            sent, user, key, answers = make(), who_may(name), str(uuid.uuid4()), []
            before = sent.made.objects.count()
            together = threading.Barrier(5)

            def submit(client, sent=sent, key=key, answers=answers, together=together):
                together.wait()
                answer = post(client, sent, key)
                answers.append((answer.status_code, answer.get("Location", errors_of(answer))))
                connections.close_all()

            clients = [Client() for _ in range(5)]
            for client in clients:
                client.force_login(user)
            threads = [threading.Thread(target=submit, args=[client]) for client in clients]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            made = sent.made.objects.count() - before
        if made != 1 or len(set(answers)) != 1 or answers[0][0] != 302:
            wrong[name] = (made, answers)
    assert not wrong


def errors_of(answer) -> str:
    return str(answer.context["form"].errors) if answer.context and "form" in answer.context else ""


# What a stranger would add to a form: a value of each kind of field that no honest record of these forms holds.
POISON = {
    models.DateTimeField: "1999-12-31 00:00",
    models.DateField: "1999-12-31",
    models.IntegerField: "98765",
    models.JSONField: '{"poison": 1}',
    models.CharField: "poison",
    models.TextField: "poison",
    models.ForeignKey: "98765",
}


def poisoned(sent: Sent, offered: set[str]) -> dict[str, str]:
    """A value for every field of the record that the form does not offer."""
    return {
        name: value
        for one in sent.made._meta.concrete_fields
        for kind, value in POISON.items()
        for name in (one.name, one.attname)
        if isinstance(one, kind) and name not in offered
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", MAKE)
def test_a_form_sets_only_its_own_fields(name):
    """T10: all fields of the model are sent along; none of the values arrives."""
    with at_noon():
        sent, user, client = MAKE[name](), who_may(name), Client()
        client.force_login(user)
        offered = set(client.get(sent.address).context["form"].fields)
        more = poisoned(sent, offered)
        assert more
        answer = post(client, sent, str(uuid.uuid4()), **more)
        assert answer.status_code == 302, errors_of(answer)
        record = sent.made.objects.order_by("pk").last()
    held = {name: str(getattr(record, name, "")) for name in more}
    assert {name: value for name, value in held.items() if "poison" in value or value == "98765"} == {}
    assert not [name for name, value in held.items() if value.startswith("1999-12-31")]
    people = [one for one in record._meta.concrete_fields if one.related_model is User and one.attname in more]
    for one in people:
        assert getattr(record, one.attname) in (user.pk, None), one.name


def of_course(name: str, **typed: str) -> Callable[[], Sent]:
    return lambda: Sent(address(name, begun(date(2026, 10, 1)).pk), EligibilityCourse, typed)


def course_check() -> Sent:
    course = begun(date(2026, 10, 1))
    paper = receive_document(
        course, kind("pledge"), received_on=date(2026, 10, 2), paper_place="書庫1", by=UserFactory()
    )
    return Sent(address("course_check", paper.pk), CourseDocument, {"verdict": "fine"})


def orientation_edit() -> Sent:
    person = JobseekerFactory()
    record = orientation.keep_facts(person, 0, facts={"destination_prefecture": "43"}, on=TODAY, by=UserFactory())
    return Sent(address("orientation_edit", record.pk), RelocationFacts, {"destination_municipality": "天草市"})


def edit() -> Sent:
    posting = JobPostingFactory()
    typed = {"title": "溶接", "received_on": "2026-10-01", "source": "counter", "headcount": "1"}
    return Sent(address("edit", posting.pk), JobPosting, typed, theirs={"title": "研磨"})


def of_difference(name: str, *, how: str = "") -> Callable[[], Sent]:
    def make() -> Sent:
        place = EstablishmentFactory(name="株式会社見本商店")
        content = f"求人番号,企業名,職種\nKM-9,{place.name},販売\n".encode()
        reconciling.reconcile(content, "a.csv", on=TODAY, by=UserFactory())
        difference = ReconciliationDifference.objects.latest("pk")
        typed = {"how": how} if how else {"establishment": str(place.pk)}
        return Sent(address(name, difference.pk), ReconciliationDifference, typed)

    return make


CHANGE: dict[str, Callable[[], Sent]] = {
    "edit": edit,
    "orientation_edit": orientation_edit,
    "difference_resolve": of_difference("difference_resolve", how="recorded"),
    "difference_take_in": of_difference("difference_take_in"),
    "course_settle": of_course("course_settle", needed="no", basis="県に電話で確認"),
    "course_recommend": of_course("course_recommend", municipality="43100", recommended_on="2026-11-02"),
    "course_certify": of_course("course_certify", certified_on="2026-11-02"),
    "course_clear": of_course("course_clear", cleared_on="2026-11-02"),
    "course_withdraw": of_course("course_withdraw", withdrawn_on="2026-11-02", reason="企業の申出"),
    "course_check": course_check,
}


def test_every_form_that_changes_a_record_is_tried():
    found = {one.name for one in urls.urlpatterns if issubclass(getattr(one.callback, "view_class", object), EditForm)}
    assert found == CHANGE.keys() | {"difference"}, "the page `difference` is only read; its form goes to its twin"


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHANGE)
def test_the_second_of_two_editors_overwrites_nothing_and_keeps_what_was_typed(name):
    """T5: the page was opened, somebody else saved, then the page was sent."""
    with at_noon():
        sent, client = CHANGE[name](), Client()
        client.force_login(who_may(name))
        version = client.get(sent.address).context["version"]
        record = sent.made.objects.latest("pk")
        sent.made.objects.filter(pk=record.pk).update(version=models.F("version") + 1, **sent.theirs)
        record.refresh_from_db()
        answer = post(client, sent, str(uuid.uuid4()), version=version)
        after = sent.made.objects.get(pk=record.pk)
    assert answer.status_code == 409, errors_of(answer)
    assert "ほかの職員がこの記録を先に保存しました" in answer.content.decode()
    assert {one.attname: getattr(after, one.attname) for one in after._meta.concrete_fields} == {
        one.attname: getattr(record, one.attname) for one in record._meta.concrete_fields
    }
    form = answer.context["form"]
    assert {field: str(form[field].value()) for field in sent.fields} == sent.fields
    assert answer.context["version"] == record.version
