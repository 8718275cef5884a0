"""The counter's pages: making, inviting, typing in paper; each is opened with the queries it needs and no more."""

import csv
import io
from datetime import date

import pytest
import time_machine
from pypdf import PdfReader

from centre import jobs
from centre.errors import DomainError
from centre.models import Job, StoredFile
from centre.roles import Role
from surveys import inviting, sheets_pdf
from surveys.models import Answer, Choice, Invitation, InvitationBatch, Question, Survey
from tests.factories.centre import UserFactory
from tests.factories.surveys import Kind, first, last, paper, question, survey
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
DAYS = {"opens_on": "2026-11-01", "closes_on": "2026-11-30"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20T10:00:00+09:00", tick=False):
        yield


@pytest.fixture
def client():
    return logged_in(Role.COUNSELLOR)[0]


def test_a_questionnaire_is_made_from_the_first_form_to_the_preview(client):
    known = {"title": "上半期", "title_en": "First half", "audience": "movers", "languages": ["en"]}
    made = send(client, "/surveys/add/", **known, **DAYS)
    asked = Survey.objects.get()
    assert made["Location"] == f"/surveys/{asked.pk}/questions/"
    expect(
        send(
            client,
            f"/surveys/{asked.pk}/questions/add/",
            kind="one",
            text_ja="どこで知りましたか",
            text_en="Where did you hear of us?",
            choices_ja="市役所\nインターネット\n",
            choices_en="City hall\nInternet",
        ),
        302,
    )
    assert list(Choice.objects.values_list("text_ja", "text_en")) == [
        ("市役所", "City hall"),
        ("インターネット", "Internet"),
    ]
    preview = client.get(f"/surveys/{asked.pk}/preview/?lang=en").content.decode()
    assert "Where did you hear of us?" in preview
    assert "<h1>First half</h1>" in preview
    assert "Send my answers" not in preview
    assert "<h1>上半期</h1>" in client.get(f"/surveys/{asked.pk}/preview/").content.decode()


def test_choices_of_another_number_are_refused_beside_the_field(client):
    asked = survey()
    response = send(
        client,
        f"/surveys/{asked.pk}/questions/add/",
        kind="one",
        text_ja="どこで知りましたか",
        choices_ja="市役所\n友人",
        choices_en="City hall",
    )
    expect(response, 422)
    assert errors(response)["choices_en"] == ["日本語と同じ2行にしてください。"]


def test_a_question_is_changed_moved_and_removed(client):
    asked = survey()
    one = question(asked, Kind.ONE, "電話", "来所")
    form = client.get(f"/surveys/questions/{one.pk}/edit/").content.decode()
    assert "電話\n来所" in form
    send(
        client,
        f"/surveys/questions/{one.pk}/edit/",
        version=1,
        kind="one",
        text_ja="直した質問",
        choices_ja="電話\nメール",
    )
    assert list(Choice.objects.values_list("text_ja", flat=True)) == ["電話", "メール"]
    client.post(f"/surveys/questions/{one.pk}/move/", {"to": "up"})
    assert Question.objects.get(pk=one.pk).position == 2
    client.post(f"/surveys/questions/{one.pk}/remove/")
    assert not Question.objects.filter(pk=one.pk).exists()


def test_a_question_of_an_answered_survey_says_why_it_stands(client):
    asked = survey()
    paper(asked)
    page = client.post(f"/surveys/questions/{first(asked).pk}/remove/", follow=True).content.decode()
    assert "もう回答があるため" in page


def test_title_and_languages_are_changed(client):
    asked = survey()
    form = client.get(f"/surveys/{asked.pk}/edit/").context["form"]
    assert form["title"].value() == asked.title
    expect(send(client, f"/surveys/{asked.pk}/edit/", version=1, title="直した", languages=["easy"], **DAYS), 302)
    asked.refresh_from_db()
    assert (asked.title, asked.languages) == ("直した", ["ja", "easy"])


def test_a_copy_is_made(client):
    asked = survey()
    expect(send(client, f"/surveys/{asked.pk}/copy/", title="次の", **DAYS), 302)
    assert Survey.objects.get(title="次の").questions.count() == 2


def test_a_copy_asks_for_its_title_in_the_languages_that_are_offered(client):
    asked = survey(languages=["en"], titles={"en": "First half"})
    form = client.get(f"/surveys/{asked.pk}/copy/").context["form"]
    assert list(form.fields)[:3] == ["title", "title_en", "opens_on"]
    assert form["title_en"].value() == "First half"
    expect(send(client, f"/surveys/{asked.pk}/copy/", title="下半期", title_en="Second half", **DAYS), 302)
    assert Survey.objects.get(title="下半期").title_en == "Second half"


# ---- links


def test_links_are_made_and_listed_for_a_mail_merge(client):
    asked = survey(by_group=True)
    expect(send(client, f"/surveys/{asked.pk}/invite/", count="3", group="10", expires_on="2026-11-25"), 302)
    batch = InvitationBatch.objects.get()
    Invitation.objects.filter(number=2).delete()
    response = client.post(f"/surveys/invitations/{batch.pk}/links/")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["番号"], row["使える最後の日"]) for row in rows] == [("1", "2026/11/25"), ("3", "2026/11/25")]
    path = rows[0]["アドレス"].partition("/survey/")[2]
    assert client.get(f"/survey/{path}").status_code == 200


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"count": 0}, "count"),
        ({"count": 501}, "count"),
        ({"group": "10"}, "group"),
        ({"expires_on": date(2026, 11, 19)}, "expires_on"),
        ({"expires_on": date(2026, 12, 1)}, "expires_on"),
    ],
)
def test_links_that_cannot_be_are_refused(given, field):
    known = {"count": 1, "expires_on": date(2026, 11, 25), "by": UserFactory()}
    with pytest.raises(DomainError) as refused:
        inviting.invite(survey(), **known | given)
    assert refused.value.field == field


def test_no_link_leads_to_a_half_translated_page():
    asked = survey(languages=["en"])
    question(asked, Kind.YES_NO)
    with pytest.raises(DomainError, match="Englishの文がない"):
        inviting.invite(asked, count=1, expires_on=date(2026, 11, 25), by=UserFactory())


@pytest.mark.django_db(transaction=True)
def test_sheets_are_printed_for_the_links_nobody_used(client):
    batch = inviting.invite(survey(), count=13, expires_on=date(2026, 11, 25), by=UserFactory())
    response = client.post(f"/surveys/invitations/{batch.pk}/sheets/")
    job = Job.objects.get(kind="survey_sheets")
    assert response["Location"] == f"/centre/jobs/{job.pk}/"
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    content = bytes(StoredFile.objects.get().content)
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == 2


def test_each_slip_carries_the_title_in_the_languages_of_the_page():
    asked = survey(languages=["easy", "en"], titles={"en": "Your voice"})
    batch = inviting.invite(asked, count=3, expires_on=date(2026, 11, 25), by=UserFactory())
    made = sheets_pdf.carry(Job(params={"batch": str(batch.pk)}), lambda *_: None)
    text = PdfReader(io.BytesIO(bytes(made["file"].content))).pages[0].extract_text()
    assert text.count("Your voice") == 3


# ---- paper


def test_paper_is_typed_in_and_the_next_sheet_keeps_the_day(client):
    asked = survey(by_group=True)
    address = f"/surveys/{asked.pk}/answer/"
    sheet = {f"q{first(asked).pk}": "4", f"q{last(asked).pk}": "見本の意見"}
    saved = send(client, address, answered_on="令和8年11月5日", group="10", **sheet)
    assert saved["Location"] == f"{address}?answered_on=2026-11-05&group=10"
    form = client.get(saved["Location"]).context["form"]
    assert (form["answered_on"].value(), form["group"].value()) == ("2026-11-05", "10")
    assert Answer.objects.get().group == "10"


def test_a_sheet_sent_twice_is_one_answer(client):
    asked = survey()
    key = "6d6d3f64-2f9e-4d9c-8a52-2d3b7a3c9f10"
    for _ in range(2):
        sheet = {f"q{first(asked).pk}": "4"}
        expect(send(client, f"/surveys/{asked.pk}/answer/", key, answered_on="2026-11-05", **sheet), 302)
    assert Answer.objects.count() == 1


def test_a_sheet_without_a_required_answer_keeps_what_was_typed(client):
    asked = survey()
    response = send(client, f"/surveys/{asked.pk}/answer/", answered_on="2026-11-05", **{f"q{last(asked).pk}": "残る"})
    expect(response, 422)
    assert "残る" in response.content.decode()


# ---- queries


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("", 7),
        ("{pk}/", 11),
        ("{pk}/questions/", 11),
        ("{pk}/invitations/", 8),
        ("{pk}/answer/", 9),
        ("{pk}/words/", 9),
        ("{pk}/preview/", 9),
    ],
)
def test_a_page_takes_the_same_queries_however_much_there_is(client, django_assert_num_queries, page, queries):
    asked = survey()
    for _ in range(6):
        question(asked, Kind.ONE, "電話", "来所")
    for _ in range(6):
        paper(asked, 5, "見本の意見")
        inviting.invite(asked, count=2, expires_on=date(2026, 11, 25), by=UserFactory())
        survey()
    with django_assert_num_queries(queries):
        assert client.get(f"/surveys/{page.format(pk=asked.pk)}").status_code == 200
