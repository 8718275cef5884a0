"""The file for a partner holds the people handed off to that partner and nobody else, and only what was chosen.

Nagano 2025-04: 66 people should have gone to 21 centres; each got the file of all 4,093.
"""

import csv
import io
import random
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centre import jobs
from centre.errors import DomainError
from centre.models import Job, PartnerAgency
from centre.roles import Role
from jobseekers.models import Consent, Jobseeker
from privacy.exporting import ask_export
from privacy.models import AccessLog, Provision
from referrals.models import Handoff
from referrals.partners.partner_file import PARTNER_FILE, TOLD
from referrals.partners.sharing import with_told
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory, consent_text
from tests.factories.referrals import HandoffFactory
from tests.opened_files import opened
from tests.people_pages import expect, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
RARE = "髙﨑𠮷郎"
DAY = date(2026, 11, 2)
EVERYTHING = [{"key": key} for key in PARTNER_FILE.offered]
PEOPLE, AGENCIES = 5, 3


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        yield


def agencies(count: int = AGENCIES) -> list[PartnerAgency]:
    return list(PartnerAgency.objects.filter(is_active=True)[:count])


def file_for(query: str, by, columns=EVERYTHING, file_format="csv_utf8") -> bytes | None:
    """The file that the job writes; None when there is nobody to write."""
    known = {"columns": columns, "file_format": file_format, "reason": "見本の名簿を渡すため"}
    try:
        job = ask_export(PARTNER_FILE, query=query, address=None, by=by, **known)
    except DomainError:
        return None
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.message
    return opened(job)


def rows_of(content: bytes | None) -> list[dict]:
    return list(csv.DictReader(io.StringIO((content or b"").decode("utf-8-sig"))))


# ---- the property

one_handoff = st.fixed_dictionaries(
    {
        "person": st.integers(0, PEOPLE - 1),
        "agency": st.integers(0, AGENCIES - 1),
        "direction": st.sampled_from(["out", "out", "out", "in"]),
        "answer": st.sampled_from(["waiting", "received", "handled", "declined", "withdrawn"]),
        "taken_back": st.booleans(),
        "shared": st.sets(st.sampled_from(["name", "phone", "email", "residence", "message"])),
    }
)
consents = st.lists(st.sampled_from(["given", "withdrawn", "renewed"]), min_size=PEOPLE, max_size=PEOPLE)


def make_people(states: list[str]) -> list[Jobseeker]:
    """People whose every value is a word of their own, so that a leak is seen wherever it stands."""
    people = []
    for number, state in enumerate(states):
        person = JobseekerFactory(
            name=f"氏名印{number}終",
            phone=f"電話印{number}終",
            email=f"mail{number}x@mihon.example",
            city=f"住所印{number}終",
        )
        if state != "given":
            person.consents.update(withdrawn_on=DAY, withdrawn_by=person.registered_by)
        if state == "renewed":
            Consent.objects.create(
                jobseeker=person, text=consent_text(), given_on=DAY, method="oral", recorded_by=person.registered_by
            )
        people.append(person)
    return people


def make_handoff(line: dict, people: list[Jobseeker], partners: list[PartnerAgency], by) -> Handoff:
    is_out = line["direction"] == "out"
    return HandoffFactory(
        jobseeker=people[line["person"]],
        agency=partners[line["agency"]],
        direction=line["direction"],
        answer=line["answer"],
        answered_on=None if line["answer"] == "waiting" else DAY,
        consent_withdrawn_on=DAY if line["taken_back"] or line["answer"] == "withdrawn" else None,
        shared=sorted(line["shared"]) if is_out else [],
        message=f"要点印{line['person']}終" if is_out and "message" in line["shared"] else "",
        recorded_by=by,
    )


def is_live(line: dict, states: list[str]) -> bool:
    """Said anew and without the database: handed out, not refused, neither consent withdrawn."""
    return (
        line["direction"] == "out"
        and line["answer"] in ("waiting", "received", "handled")
        and not line["taken_back"]
        and states[line["person"]] != "withdrawn"
    )


def marks_of(line: dict) -> set[str]:
    """The words of a person that this hand-off may tell."""
    number = line["person"]
    words = {
        "name": f"氏名印{number}終",
        "phone": f"電話印{number}終",
        "email": f"mail{number}x@",
        "residence": f"住所印{number}終",
        "message": f"要点印{number}終",
    }
    return {words[key] for key in line["shared"]}


EVERY_MARK = {
    mark
    for number in range(PEOPLE)
    for mark in marks_of({"person": number, "shared": ["name", "phone", "email", "residence", "message"]})
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(one_handoff, max_size=12), consents)
def test_whatever_was_handed_off_each_file_holds_its_own_live_people_and_their_chosen_items(lines, states):
    with transaction.atomic():
        partners, by, people = agencies(), UserFactory(role=Role.SUPERVISOR), make_people(states)
        made = [(line, make_handoff(line, people, partners, by)) for line in lines]
        for number, agency in enumerate(partners):
            content = file_for(f"agency={agency.pk}", by)
            live = [(line, one) for line, one in made if line["agency"] == number and is_live(line, states)]
            assert sorted(int(row["つなぎ番号"]) for row in rows_of(content)) == sorted(one.pk for _, one in live)
            text = (content or b"").decode("utf-8-sig")
            allowed = set().union(*(marks_of(line) for line, _ in live))
            assert {mark for mark in EVERY_MARK if mark in text} == allowed
            by_number = {row["つなぎ番号"]: "".join(row.values()) for row in rows_of(content)}
            for line, one in live:
                assert {mark for mark in EVERY_MARK if mark in by_number[str(one.pk)]} == marks_of(line)
        transaction.set_rollback(True)


def test_ten_thousand_random_hand_offs_never_cross():
    dice, by = random.Random(4093), UserFactory(role=Role.SUPERVISOR)
    states = [dice.choice(["given", "given", "withdrawn", "renewed"]) for _ in range(300)]
    people, partners = make_people(states), agencies(21)
    lines = [
        {
            "person": dice.randrange(300),
            "agency": dice.randrange(21),
            "direction": dice.choice(["out", "out", "in"]),
            "answer": dice.choice(["waiting", "received", "handled", "declined", "withdrawn"]),
            "taken_back": dice.random() < 0.3,
            "shared": dice.sample(["name", "phone"], dice.randrange(3)),
        }
        for _ in range(10_000)
    ]
    provisions = iter(
        Provision.objects.bulk_create(
            Provision(
                provided_on=DAY, recipient_kind="other", recipient="見本", items="見本", ground="nobody",
                means="handoff", purpose="見本", provided_by=by,
            )
            for _ in lines
        )
    )  # fmt: skip
    made = Handoff.objects.bulk_create(
        Handoff(
            jobseeker=people[line["person"]],
            agency=partners[line["agency"]],
            direction=line["direction"],
            answer=line["answer"],
            answered_on=None if line["answer"] == "waiting" else DAY,
            consent_withdrawn_on=DAY if line["taken_back"] or line["answer"] == "withdrawn" else None,
            shared=line["shared"] if line["direction"] == "out" else [],
            provision=next(provisions),
            handed_on=DAY,
            consented_on=DAY,
            purpose="見本",
            recorded_by=by,
        )
        for line in lines
    )
    seen, asked = set(), [item for item in TOLD if item.key in ("name", "phone")]
    for number, agency in enumerate(partners):
        found = with_told(Handoff.objects.people_told_to(agency), asked)
        rows = {pk: (name, phone) for pk, name, phone in found.values_list("pk", "told_name", "told_phone")}
        expected = {
            one.pk: tuple(
                f"{word}印{line['person']}終" if key in line["shared"] else ""
                for key, word in (("name", "氏名"), ("phone", "電話"))
            )
            for line, one in zip(lines, made, strict=True)
            if line["agency"] == number and is_live(line, states)
        }
        assert rows == expected
        seen |= set(rows)
    assert len(seen) == sum(is_live(line, states) for line in lines) > 1000


# ---- how it is asked for


def test_without_a_partner_there_is_nobody():
    client, user = logged_in(Role.COUNSELLOR)
    person = HandoffFactory().jobseeker
    for query in ("", "?agency=", "?agency=0", "?agency=x", "?agency=1%20OR%201=1", "?sort=handed"):
        text = client.get(f"/referrals/partners/people/{query}").content.decode()
        assert person.name not in text
        assert file_for(query.lstrip("?"), user) is None


def test_a_partner_whose_partnership_ended_gets_no_file():
    handoff, user = HandoffFactory(), UserFactory(role=Role.SUPERVISOR)
    PartnerAgency.objects.filter(pk=handoff.agency_id).update(is_active=False, ended_on=TODAY)
    assert file_for(f"agency={handoff.agency_id}", user) is None


def test_an_employer_is_in_no_file_of_people():
    handoff = HandoffFactory(
        jobseeker=None, establishment=EstablishmentFactory(), shared=["employer"], consented_on=None
    )
    assert file_for(f"agency={handoff.agency_id}", UserFactory(role=Role.SUPERVISOR)) is None


def test_the_file_is_asked_for_with_a_reason_and_written_down():
    client, user = logged_in(Role.COUNSELLOR)
    handoff = HandoffFactory(jobseeker=JobseekerFactory(name=RARE))
    page = f"/referrals/partners/people/export/?agency={handoff.agency_id}"
    fields = {"format": "xlsx", "use_number": "on", "place_number": "1", "use_name": "on", "place_name": "2"}
    expect(send(client, page, **fields, reason=""), 422)
    expect(send(client, page, **fields, reason="短い"), 422)
    assert not Job.objects.exists()
    expect(send(client, page, **fields, reason="移住の窓口に渡すため"), 302)
    job = Job.objects.get()
    jobs.carry(job.pk)
    job.refresh_from_db()
    book = openpyxl.load_workbook(io.BytesIO(opened(job)))
    assert [[cell.value for cell in row] for row in book["データ"].iter_rows()] == [
        ["つなぎ番号", "氏名"],
        [handoff.pk, RARE],
    ]
    assert handoff.agency.name in str([[cell.value for cell in row] for row in book["この表について"].iter_rows()])
    line = AccessLog.objects.get(action="export")
    assert (line.user, line.subject, line.reason) == (user, "referrals.Handoff", "移住の窓口に渡すため")
    assert handoff.agency.name in line.detail


def test_a_withdrawal_between_asking_and_writing_leaves_the_person_out():
    by = UserFactory(role=Role.SUPERVISOR)
    gone, stays = HandoffFactory(), HandoffFactory()
    known = {"columns": EVERYTHING, "file_format": "csv_utf8", "reason": "見本の名簿を渡すため"}
    job = ask_export(PARTNER_FILE, query=f"agency={gone.agency_id}", address=None, by=by, **known)
    gone.jobseeker.consents.update(withdrawn_on=TODAY, withdrawn_by=by)
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert [row["氏名"] for row in rows_of(opened(job))] == [stays.jobseeker.name]


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COUNSELLOR, Role.SUPERVISOR)])
def test_nobody_else_writes_the_file(role):
    client, user = logged_in(role)
    page = f"/referrals/partners/people/export/?agency={HandoffFactory().agency_id}"
    assert client.get(page).status_code == 403
    with pytest.raises(DomainError, match="書き出せません"):
        ask_export(
            PARTNER_FILE, query="", columns=EVERYTHING, file_format="csv_utf8", reason="見本", address=None, by=user
        )


def test_the_page_shows_only_chosen_items_and_costs_the_same_for_many(django_assert_num_queries):
    client, _ = logged_in(Role.COUNSELLOR)
    person = JobseekerFactory(name=RARE, email="k@mihon.example")
    handoff = HandoffFactory(jobseeker=person, shared=["name"])
    page = f"/referrals/partners/people/?agency={handoff.agency_id}"
    text = client.get(page).content.decode()
    assert RARE in text
    assert person.email not in text
    assert person.phone not in text
    for count in (0, 10):
        HandoffFactory.create_batch(count)
        client.get(page)
        with django_assert_num_queries(11):
            client.get(page)


def test_the_sample_fills_the_file():
    call_command("seed_demo", scale=0.05, seed=3, until=TODAY, verbosity=0)
    agency = PartnerAgency.objects.get(key="PA02")
    assert rows_of(file_for(f"agency={agency.pk}", UserFactory(role=Role.SUPERVISOR)))
