"""The pages of the reports, by role: who sees what, what a figure opens, what the address line cannot get at."""

import re
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from centre.fiscal_year import FiscalYear, Month
from centre.models import Job, User
from centre.roles import Role
from consultations.models import Consultation
from employers.models import Visit
from reports.lifecycle import confirm, draft_monthly, draft_target_report
from reports.models import Report

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
READERS = (Role.COUNSELLOR, Role.SUPERVISOR, Role.OFFICIAL)
MAKERS = (Role.COUNSELLOR, Role.SUPERVISOR)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def office(november):
    """A small centre-year and its people by role."""
    call_command("seed_demo", scale=0.05, seed=23, until=date(2026, 11, 20), verbosity=0)
    return {user.role: user for user in User.objects.all()}


@pytest.fixture
def draft(office):
    """October as a draft."""
    return draft_monthly(OCTOBER, by=office[Role.COUNSELLOR])


@pytest.fixture
def confirmed(office):
    """September, confirmed."""
    return confirm(draft_monthly(OCTOBER.previous(), by=office[Role.COUNSELLOR]), by=office[Role.SUPERVISOR])


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_the_matrix_gives_it(office, draft, confirmed, client, role):
    client.force_login(office[role])
    figure = "t3.b1.employer_consultations.month"
    for report in (draft, confirmed):
        if role not in READERS:
            expected = 403
        elif report is draft and role not in MAKERS:
            expected = 404
        else:
            expected = 200
        for address in ("", f"figures/{figure}/", "file.pdf", "file.xlsx"):
            assert client.get(f"/reports/{report.pk}/{address}").status_code == expected, address
    assert client.get("/reports/").status_code == (200 if role in READERS else 403)


@pytest.mark.parametrize("role", Role)
def test_only_those_who_make_reports_ask_for_one_and_only_the_supervisor_confirms(office, draft, client, role):
    client.force_login(office[role])
    asked = client.post(reverse("reports:ask_month"), {"month": "2026-09"}).status_code
    assert asked == (302 if role in MAKERS else 403)
    assert Job.objects.filter(kind="monthly_report").count() == (role in MAKERS)
    assert client.post(f"/reports/{draft.pk}/confirm/").status_code == (302 if role == Role.SUPERVISOR else 403)
    draft.refresh_from_db()
    assert draft.state == (Report.State.CONFIRMED if role == Role.SUPERVISOR else Report.State.DRAFT)


def test_nobody_sees_a_report_without_logging_in(draft, client):
    for address in ("/reports/", f"/reports/{draft.pk}/", f"/reports/{draft.pk}/file.pdf"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/reports/" not in answer["Location"].partition("?")[0]


def test_the_list_of_an_official_has_no_draft_and_no_form(office, draft, confirmed, client):
    client.force_login(office[Role.OFFICIAL])
    page = client.get("/reports/").content.decode()
    assert f"/reports/{confirmed.pk}/" in page
    assert f"/reports/{draft.pk}/" not in page
    assert reverse("reports:ask_month") not in page


def test_every_figure_on_the_page_opens_its_records(office, draft, client):
    client.force_login(office[Role.SUPERVISOR])
    page = client.get(f"/reports/{draft.pk}/").content.decode()
    addresses = re.findall(rf'href="(/reports/{draft.pk}/figures/[^"]+)"', page)
    assert len(addresses) == len(set(addresses)) == draft.figures.count()
    for address in addresses[::7]:
        opened = client.get(address)
        assert opened.status_code == 200
        assert len(opened.context["lines"]) == min(50, len(opened.context["figure"].record_ids))
        assert opened.context["definition"].words in opened.content.decode()


def test_every_figure_of_the_target_report_opens_its_records(office, client):
    report = draft_target_report(FiscalYear(2026), by=office[Role.SUPERVISOR])
    client.force_login(office[Role.SUPERVISOR])
    assert report.figures.count() > 10
    for figure in report.figures.all()[::5]:
        assert client.get(f"/reports/{report.pk}/figures/{figure.key}/").status_code == 200


def test_one_figure_of_each_kind_of_record_opens(office, draft, client):
    client.force_login(office[Role.SUPERVISOR])
    for model in set(draft.figures.values_list("model", flat=True)):
        figure = max(draft.figures.filter(model=model), key=lambda figure: len(figure.record_ids))
        answer = client.get(f"/reports/{draft.pk}/figures/{figure.key}/")
        assert answer.status_code == 200, model
        assert len(answer.context["lines"]) == min(50, len(figure.record_ids)), model


def test_an_official_sees_the_records_without_names_and_without_links(office, confirmed, client):
    figure = confirmed.figures.filter(model="consultations.Consultation", metric="person_consultations")
    figure = max(figure, key=lambda figure: len(figure.record_ids))
    assert figure.record_ids
    client.force_login(office[Role.OFFICIAL])
    answer = client.get(f"/reports/{confirmed.pk}/figures/{figure.key}/")
    page = answer.content.decode()
    assert not any(line.url for line in answer.context["lines"])
    for record in Consultation.objects.filter(pk__in=figure.record_ids).select_related("jobseeker"):
        assert not record.summary or record.summary not in page
        assert record.jobseeker is None or record.jobseeker.name not in page


def test_records_erased_since_are_told(office, confirmed, client):
    figure = confirmed.figures.get(key="t5.b1.visits.month")
    client.force_login(office[Role.SUPERVISOR])
    Visit.objects.filter(pk=figure.record_ids[0]).delete()
    answer = client.get(f"/reports/{confirmed.pk}/figures/{figure.key}/")
    assert answer.context["missing"] == 1
    assert "その後に消去されました" in answer.content.decode()


@pytest.mark.parametrize(
    "month", ["2026-12", "2026-13", "", "x", "²-10", "202²-10", "2026-1²", "9999-01", "0000-00", "2026-10-01"]
)
def test_a_month_that_cannot_be_reported_changes_nothing(office, client, month):
    client.force_login(office[Role.SUPERVISOR])
    answer = client.post(reverse("reports:ask_month"), {"month": month}, follow=True)
    assert answer.status_code == 200
    assert [str(message) for message in answer.context["messages"]]
    assert not Job.objects.filter(kind="monthly_report").exists()


@pytest.mark.parametrize("year", ["2027", "", "x", "²", "99999", "-1", "1900"])
def test_a_year_that_cannot_be_reported_changes_nothing(office, client, year):
    client.force_login(office[Role.SUPERVISOR])
    answer = client.post(reverse("reports:ask_year"), {"year": year}, follow=True)
    assert answer.status_code == 200
    assert [str(message) for message in answer.context["messages"]]
    assert not Job.objects.filter(kind="target_report").exists()


def test_addresses_that_name_nothing_are_not_found(office, draft, client):
    client.force_login(office[Role.SUPERVISOR])
    for address in ("/reports/0/", f"/reports/{draft.pk}/figures/x/", f"/reports/{draft.pk}/file.exe"):
        assert client.get(address).status_code == 404


def test_the_files_carry_their_japanese_name_and_are_never_shown_inside_the_page(office, confirmed, client):
    client.force_login(office[Role.COUNSELLOR])
    for ending, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        answer = client.get(f"/reports/{confirmed.pk}/file.{ending}")
        assert answer.getvalue().startswith(start)
        assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E6%9C%88%E6%AC%A1")
        assert answer["X-Content-Type-Options"] == "nosniff"
    confirmed.refresh_from_db()
    assert confirmed.state == Report.State.CONFIRMED


def test_the_progress_page_leads_to_the_report(office, client):
    client.force_login(office[Role.SUPERVISOR])
    asked = client.post(reverse("reports:ask_month"), {"month": "2026-10"})
    job = Job.objects.get(kind="monthly_report")
    assert asked["Location"] == reverse("centre:job", args=[job.pk])
    assert client.get(asked["Location"]).status_code == 200


def test_the_pages_ask_the_same_number_of_questions_however_many_records(
    office, draft, client, django_assert_max_num_queries
):
    client.force_login(office[Role.SUPERVISOR])
    client.get("/reports/")
    figure = max(draft.figures.all(), key=lambda figure: len(figure.record_ids))
    for address in ("/reports/", f"/reports/{draft.pk}/", f"/reports/{draft.pk}/figures/{figure.key}/"):
        with django_assert_max_num_queries(26):
            assert client.get(address).status_code == 200
