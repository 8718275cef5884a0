"""Looks at people leave lines that nobody can change; the privacy manager says why."""

import pytest
from django.db import DatabaseError, transaction

from centre.roles import Role
from privacy.access import REASON_KEY
from privacy.models import AccessLog
from tests.factories.centre import UserFactory
from tests.factories.consultations import ConsultationFactory, PersonConsultationFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import errors, logged_in

pytestmark = pytest.mark.django_db
REASON = "閲覧記録の点検のため"


def lines() -> list[tuple]:
    return list(AccessLog.objects.order_by("pk").values_list("action", "subject", "subject_id"))


def test_reading_a_person_leaves_a_line():
    person = JobseekerFactory()
    client, user = logged_in(Role.COUNSELLOR)
    client.get(person.get_absolute_url())
    line = AccessLog.objects.get()
    assert (line.user, line.role, line.action) == (user, Role.COUNSELLOR, "read")
    assert (line.subject, line.subject_id, line.address) == ("jobseekers.Jobseeker", person.pk, "127.0.0.1")


def test_a_list_and_a_search_leave_a_line_each():
    JobseekerFactory()
    client, _ = logged_in(Role.COUNSELLOR)
    client.get("/jobseekers/")
    client.get("/jobseekers/?q=架空")
    assert lines() == [("list", "jobseekers.Jobseeker", None), ("search", "jobseekers.Jobseeker", None)]
    assert AccessLog.objects.latest("pk").detail == "架空 1件中 1件を表示"


def test_suggestions_and_the_search_box_leave_a_line_when_they_show_people():
    JobseekerFactory(phone="090-0000-4321")
    client, _ = logged_in(Role.COUNSELLOR)
    client.get("/consultations/suggestions/?caller=4321")
    client.get("/search/?q=4321")
    client.get("/search/?q=どこにもいない")
    assert lines() == [("search", "jobseekers.Jobseeker", None)] * 2


def test_consultations_with_people_leave_a_line_and_those_with_employers_none():
    client, _ = logged_in(Role.COUNSELLOR)
    with_employer = ConsultationFactory()
    client.get(with_employer.get_absolute_url())
    client.get("/consultations/")
    assert lines() == []
    with_person = PersonConsultationFactory()
    client.get(with_person.get_absolute_url())
    client.get("/consultations/")
    assert lines() == [
        ("read", "consultations.Consultation", with_person.pk),
        ("list", "consultations.Consultation", None),
    ]


def test_the_privacy_manager_gives_a_reason_and_it_stands_beside_every_look():
    person = JobseekerFactory()
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    asked = client.get(person.get_absolute_url())
    page = client.get(asked["Location"])
    assert "閲覧の理由" in page.content.decode()
    response = client.post("/privacy/reason/", {"reason": REASON, "next": person.get_absolute_url()})
    assert response["Location"] == person.get_absolute_url()
    assert client.get(response["Location"]).status_code == 200
    assert list(AccessLog.objects.order_by("pk").values_list("action", "reason")) == [
        ("reason", REASON),
        ("read", REASON),
    ]


@pytest.mark.parametrize("reason", ["", "確認", "    　  "])
def test_a_reason_says_something(reason):
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    response = client.post("/privacy/reason/", {"reason": reason})
    assert response.status_code == 422
    assert "reason" in errors(response)
    assert REASON_KEY not in client.session


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_reason_leads_nowhere_else(address):
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    response = client.post("/privacy/reason/", {"reason": REASON, "next": address})
    assert response["Location"] == "/"


def test_the_search_box_shows_the_privacy_manager_nobody_without_a_reason():
    JobseekerFactory(name="架空 花子")
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    assert "花子" not in client.get("/search/?q=花子").content.decode().replace("「花子」", "").replace(
        'value="花子"', ""
    )


def test_the_log_is_shown_by_person_and_subject():
    person, other = JobseekerFactory(), JobseekerFactory()
    counsellor, _ = logged_in(Role.COUNSELLOR)
    for seen in (person, other):
        counsellor.get(seen.get_absolute_url())
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    page = client.get(f"/privacy/access-log/?subject=jobseekers.Jobseeker&subject_id={person.pk}")
    assert [line.subject_id for line in page.context["object_list"]] == [person.pk]
    somebody = UserFactory()
    assert not client.get(f"/privacy/access-log/?user={somebody.pk}").context["object_list"]


def test_a_wrong_day_in_a_filter_is_said_beside_the_field():
    client, _ = logged_in(Role.SUPERVISOR)
    page = client.get("/privacy/access-log/?since=令和8年2月30日")
    assert page.status_code == 200
    assert "という日はありません" in page.content.decode()


def test_the_log_is_never_changed():
    client, _ = logged_in(Role.COUNSELLOR)
    client.get(JobseekerFactory().get_absolute_url())
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        AccessLog.objects.update(detail="")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        AccessLog.objects.all().delete()


def test_the_log_costs_the_same_for_one_line_and_for_many(django_assert_num_queries):
    user = UserFactory()
    AccessLog.objects.bulk_create(
        AccessLog(user=user, role=user.role, action="read", subject="jobseekers.Jobseeker", subject_id=n)
        for n in range(60)
    )
    client, _ = logged_in(Role.SUPERVISOR)
    client.get("/privacy/access-log/")
    with django_assert_num_queries(9):
        client.get("/privacy/access-log/")
