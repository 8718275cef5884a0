"""Free text that should not be kept: a warning beside the field, kept only with a reason, and a line in the log."""

import pytest

from centre.roles import Role
from consultations.models import Consultation
from jobseekers.models import Jobseeker
from privacy.models import AccessLog
from tests.factories.consultations import PersonConsultationFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
MY_NUMBER = "1234-5678-9018"


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def edit(client, person: Jobseeker, **given):
    known = {"name": person.name, "gender": "not_answered", "wished_timing": "undecided", "version": person.version}
    return send(client, f"/jobseekers/{person.pk}/edit/", **known | given)


def kept() -> list[AccessLog]:
    return list(AccessLog.objects.filter(action=AccessLog.Action.KEPT))


def test_a_number_like_a_my_number_is_warned_about_and_not_kept(client):
    person = JobseekerFactory()
    response = edit(client, person, wishes=f"番号は{MY_NUMBER}")
    expect(response, 422)
    assert set(errors(response)) == {"wishes"}
    assert "マイナンバーに見えます" in str(errors(response)["wishes"])
    assert "このまま残す理由" in response.content.decode()
    assert Jobseeker.objects.get().wishes == ""
    assert kept() == []


def test_with_a_reason_it_is_kept_and_the_log_says_why_but_not_what(client):
    person = JobseekerFactory()
    expect(edit(client, person, wishes="通院と両立できる勤務", keep_reason="本人が勤務時間の配慮を希望"), 302)
    person.refresh_from_db()
    line = kept()[0]
    assert person.wishes == "通院と両立できる勤務"
    assert (line.subject_id, line.reason) == (person.pk, "本人が勤務時間の配慮を希望")
    assert line.detail == "希望・条件：健康に関すること"


def test_a_short_reason_is_none(client):
    response = edit(client, JobseekerFactory(), wishes="通院中", keep_reason="要る")
    assert set(errors(response)) == {"wishes", "keep_reason"}


def test_what_was_kept_before_is_not_asked_about_again(client):
    person = JobseekerFactory(wishes="通院と両立できる勤務")
    expect(edit(client, person, wishes="通院と両立できる勤務", city="見本市"), 302)
    assert kept() == []


def test_nothing_is_logged_for_a_form_that_fails_otherwise(client):
    expect(edit(client, JobseekerFactory(), wishes="通院中", keep_reason="本人が配慮を希望", name=""), 422)
    assert kept() == []


def test_a_consultation_is_read_as_well(client):
    given = {
        "picked": "",
        "party": "anonymous",
        "method": "phone",
        "held_at": "2026-11-20T10:00",
        "topic": "other",
        "groups": 1,
        "people": 1,
        "note": f"番号は{MY_NUMBER}",
    }
    response = send(client, "/consultations/add/", **given)
    assert set(errors(response)) == {"note"}
    assert "このまま残す理由" in response.content.decode()
    assert not Consultation.objects.exists()
    expect(send(client, "/consultations/add/", **given | {"keep_reason": "伝票の番号であることを確かめた"}), 302)
    assert kept()[0].detail == "記録：マイナンバー"


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/consultations/{consultation}/promise/", "what"),
        ("/referrals/handoffs/add/?jobseeker={person}", "purpose"),
        ("/referrals/handoffs/take-over/?jobseeker={person}", "items"),
    ],
)
def test_every_form_about_people_reads_its_free_text(client, address, field):
    consultation = PersonConsultationFactory()
    page = address.format(consultation=consultation.pk, person=consultation.jobseeker_id)
    assert "見えます" in str(errors(send(client, page, **{field: "前科のこと"}))[field])
