"""The pages of a course: each role, the whole way, double sending, second editors, what a form may not carry."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from centre.addresses import URLS
from centre.roles import ABILITIES, Role
from postings.eligibility import course
from postings.models import CourseDocument, CourseDocumentKind, CourseStep, EligibilityCourse
from privacy.models import AccessLog
from privacy.processing import register_of_processing
from tests.factories.centre import UserFactory
from tests.factories.courses import (
    PDF,
    a_corporation,
    a_file,
    begun,
    fresh,
    kind,
    procedure,
    with_papers,
)
from tests.people_pages import errors, expect, logged_in, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+09:00", tick=False):
        procedure("no")
        yield


def scan(content: bytes = PDF, name: str = "誓約書_見本太郎.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def page_of(made: EligibilityCourse) -> str:
    return reverse("postings:course", args=[made.corporation_id])


# who may


@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_each_role_opens_what_the_matrix_says(role):
    made = with_papers(TODAY, UserFactory())
    paper = course.receive_document(made, kind("registry"), received_on=TODAY, file=a_file(), by=UserFactory())
    client, _ = logged_in(role)
    pages = [name for name in URLS if name.startswith("postings:course")]
    assert len(pages) == 13
    for name in pages:
        about_a_paper = name in ("postings:course_check", "postings:course_file")
        about_a_corporation = name in ("postings:course", "postings:course_begin")
        number = paper.pk if about_a_paper else made.corporation_id if about_a_corporation else made.pk
        address = reverse(name, args=[] if name == "postings:courses" else [number])
        assert client.get(address).status_code == (200 if role in ABILITIES[URLS[name]] else 403), name


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.OFFICIAL])
def test_the_button_is_for_those_who_may(role):
    made = with_papers(TODAY, UserFactory())
    client, _ = logged_in(role)
    text = client.get(page_of(made)).content.decode()
    assert reverse("postings:course_certify", args=[made.pk]) not in text
    assert "次にすること：県の認定を記録" in text
    assert ("ほかの書類を依頼する" in text) == (role == Role.COUNSELLOR)


def test_who_checked_the_papers_is_told_that_another_certifies():
    client, reviewer = logged_in(Role.REVIEWER)
    made = with_papers(TODAY, reviewer)
    assert "確かめた人のほかの職員" in client.get(page_of(made)).content.decode()
    response = send(
        client, reverse("postings:course_certify", args=[made.pk]), version=made.version, certified_on="2026-11-20"
    )
    expect(response, 422)
    assert fresh(made).state == "documents"


# the whole way, by the one button of each step


def test_a_corporation_goes_the_whole_way():
    procedure("unknown")
    corporation = a_corporation(head_office_municipality="熊本市")
    counsellor, _ = logged_in(Role.COUNSELLOR)
    reviewer, _ = logged_in(Role.REVIEWER)
    page = reverse("postings:course", args=[corporation.pk])
    assert "手続を始める" in counsellor.get(page).content.decode()
    begin = reverse("postings:course_begin", args=[corporation.pk])
    assert send(counsellor, begin, registered_on="R8.11.1")["Location"] == page
    labels = []

    def press(client, **fields):
        button = client.get(page).context["button"]
        labels.append(button["label"])
        form = client.get(button["url"])
        version = form.context.get("version")
        given = {"version": version} if version else {}
        response = send(client, button["url"], **given, **{**form.context["form"].initial, **fields})
        expect(response, 302)
        assert response["Location"] == page

    for _ in range(3):
        press(counsellor, received_on="2026-11-10", file=scan())
    for _ in range(3):
        press(counsellor, verdict="fine")
    press(counsellor, needed="yes", basis="11月11日 県の担当課に電話")
    form = counsellor.get(counsellor.get(page).context["button"]["url"]).context["form"]
    assert form.initial["municipality"].name == "熊本市"
    press(counsellor, municipality="43100", recommended_on="2026-11-12")
    press(reviewer, certified_on="2026-11-16", certificate_number="熊移 第12号")
    press(reviewer, cleared_on="2026-11-17")
    assert labels == ["書類を受け取る"] * 3 + ["書類を確かめる"] * 3 + [
        "市町村の推薦が要るかを記録",
        "市町村の推薦を記録",
        "県の認定を記録",
        "掲載可にする",
    ]
    text = reviewer.get(page).content.decode()
    assert "2027年11月10日" in text
    assert "2027年11月16日まで、この法人の求人を対象として載せられます" in text
    assert EligibilityCourse.objects.get().state == "listable"


def test_the_progress_line_marks_the_step_and_leaves_out_a_recommendation_nobody_needs():
    made = begun(TODAY)
    client, _ = logged_in(Role.COUNSELLOR)
    found = client.get(page_of(made))
    assert found.context["names"] == ["登録済", "書類受領", "認定", "掲載可"]
    assert '<li aria-current="step">登録済</li>' in found.content.decode()
    assert found.context["lacking"] == [
        "登録申請書を受け取っていません",
        "誓約書を受け取っていません",
        "雇用保険適用の書類を受け取っていません",
    ]
    procedure("unknown")
    assert client.get(page_of(made)).context["names"][2] == "市町村推薦（要るか確認）"


def test_a_page_of_nobody_is_not_there():
    client, _ = logged_in(Role.SUPERVISOR)
    assert client.get("/postings/corporations/999999/course/").status_code == 404
    assert client.get("/postings/courses/999999/certify/").status_code == 404


# double sending, second editors, foreign fields


def test_a_form_sent_twice_takes_one_paper_in():
    made, key = begun(TODAY), str(uuid.uuid4())
    client, _ = logged_in(Role.COUNSELLOR)
    address = reverse("postings:course_receive", args=[made.pk])
    for _ in range(3):
        response = send(client, address, key, kind="pledge", received_on="2026-11-20", file=scan())
        assert response["Location"] == page_of(made)
    assert CourseDocument.objects.count() == 1
    assert CourseStep.objects.filter(act="received").count() == 1


def test_two_people_begin_and_one_course_is_begun():
    corporation = a_corporation()
    address = reverse("postings:course_begin", args=[corporation.pk])
    first, _ = logged_in(Role.COUNSELLOR)
    second, _ = logged_in(Role.FIELD_STAFF)
    expect(send(first, address, registered_on="2026-11-20"), 302)
    expect(send(second, address, registered_on="2026-11-20"), 422)
    assert EligibilityCourse.objects.count() == 1


def test_the_second_editor_sees_what_the_first_saved():
    made = with_papers(TODAY, UserFactory())
    address = reverse("postings:course_certify", args=[made.pk])
    first, _ = logged_in(Role.REVIEWER)
    second, _ = logged_in(Role.SUPERVISOR)
    version = second.get(address).context["version"]
    fields = {"version": version, "certified_on": "2026-11-20"}
    expect(send(first, address, **fields, certificate_number="第1号"), 302)
    response = send(second, address, **fields, certificate_number="第2号")
    expect(response, 409)
    assert {"label": "認定番号", "theirs": "第1号", "mine": "第2号"} in response.context["differences"]
    assert fresh(made).certificate_number == "第1号"


def test_a_paper_checked_by_somebody_else_is_not_checked_over():
    made = with_papers(TODAY, UserFactory(), checked=False)
    paper = made.documents.get(kind="pledge")
    course.check_document(paper, 1, is_fine=True, by=UserFactory())
    client, _ = logged_in(Role.COUNSELLOR)
    address = reverse("postings:course_check", args=[paper.pk])
    expect(send(client, address, version=1, verdict="refused", refusal="署名がない"), 409)
    assert made.documents.get(kind="pledge").state == "checked"


def test_forms_carry_nothing_but_their_fields():
    client, user = logged_in(Role.COUNSELLOR)
    other = UserFactory(role=Role.REVIEWER)
    corporation, stranger = a_corporation(), a_corporation()
    foreign = {
        "state": "listable",
        "corporation": stranger.pk,
        "certified_on": "2026-11-01",
        "certified_by": other.pk,
        "valid_until": "2099-01-01",
        "cleared_on": "2026-11-01",
        "due_on": "2099-01-01",
        "version": 7,
        "by": other.pk,
        "checked_by": other.pk,
        "received_by": other.pk,
    }
    send(client, reverse("postings:course_begin", args=[corporation.pk]), registered_on="2026-11-20", **foreign)
    made = EligibilityCourse.objects.get()
    assert (made.corporation, made.state, made.version, made.created_by) == (corporation, "registered", 1, user)
    assert (made.certified_on, made.certified_by, made.valid_until, made.due_on) == (None, None, None, None)
    address = reverse("postings:course_receive", args=[made.pk])
    fields = {"kind": "pledge", "received_on": "2026-11-20", "paper_place": "書庫"}
    send(client, address, **(foreign | {"valid_until": ""} | fields))
    paper = CourseDocument.objects.get()
    assert (paper.state, paper.received_by, paper.checked_by, paper.version) == ("received", user, None, 1)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"file": scan(b"<html>", "x.pdf")}, "file", "画像（PNG・JPEG）かPDF"),
        ({}, "file", "保管場所"),
        ({"paper_place": "書庫", "kind": "other"}, "title", "書類の名前"),
        ({"paper_place": "書庫", "kind": "nothing"}, "kind", "選択"),
        ({"paper_place": "書庫", "received_on": "R8.2.30"}, "received_on", "という日はありません"),
        ({"paper_place": "書庫", "received_on": "R8.11.21"}, "received_on", "先の日付"),
        ({"paper_place": "書庫", "issued_on": "2025-11-19"}, "issued_on", "切れて"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(fields, field, message):
    made = begun(TODAY)
    client, _ = logged_in(Role.COUNSELLOR)
    address = reverse("postings:course_receive", args=[made.pk])
    response = send(client, address, **{"kind": "pledge", "received_on": "2026-11-20", **fields})
    expect(response, 422)
    assert message in "".join(errors(response)[field])
    assert not CourseDocument.objects.exists()


# papers and privacy


def test_a_scan_is_kept_with_its_hash_and_no_name_of_a_person():
    made = begun(TODAY)
    client, _ = logged_in(Role.FIELD_STAFF)
    address = reverse("postings:course_receive", args=[made.pk])
    expect(send(client, address, kind="pledge", received_on="2026-11-20", file=scan()), 302)
    file = CourseDocument.objects.get().file
    assert file.name == f"誓約書（{made.corporation.name}）.pdf"
    assert (file.content_type, len(file.sha256), file.size) == ("application/pdf", 64, len(PDF))


@pytest.mark.parametrize("role", sorted(ABILITIES["vetting.read"] - {Role.INSPECTOR}))
def test_every_look_at_a_paper_leaves_a_line(role):
    made = begun(TODAY)
    paper = course.receive_document(made, kind("pledge"), received_on=TODAY, file=a_file(), by=UserFactory())
    client, user = logged_in(role)
    client.get(page_of(made))
    assert not AccessLog.objects.exists()
    response = client.get(reverse("postings:course_file", args=[paper.pk]))
    assert response.content == PDF
    assert response["Content-Disposition"].startswith("attachment")
    line = AccessLog.objects.get()
    assert (line.user, line.action, line.subject, line.subject_id, line.detail) == (
        user,
        "read",
        "postings.CourseDocument",
        paper.pk,
        "誓約書",
    )


def test_a_paper_without_a_scan_cannot_be_opened():
    made = with_papers(TODAY, UserFactory())
    client, _ = logged_in(Role.SUPERVISOR)
    address = reverse("postings:course_file", args=[made.documents.first().pk])
    assert client.get(address).status_code == 404
    assert not AccessLog.objects.exists()


def test_papers_stand_in_the_register_of_processing():
    row = next(row for row in register_of_processing() if row.table == "対象法人の書類")
    assert row.readers == ("相談員", "求人開拓員", "精査担当者", "事業統括責任者", "県担当者", "検査員（県）")


# cost


def test_pages_cost_the_same_for_one_and_for_many(django_assert_num_queries):
    client, user = logged_in(Role.SUPERVISOR)
    made = with_papers(TODAY, UserFactory())
    page = page_of(made)
    client.get(page)
    with django_assert_num_queries(17):
        client.get(page)
    client.get("/postings/courses/")
    with django_assert_num_queries(9):
        client.get("/postings/courses/")
    for number in range(8):
        more = course.receive_document(
            made, kind("other"), title=f"書類{number}", received_on=TODAY, file=a_file(), by=UserFactory()
        )
        course.check_document(more, 1, is_fine=True, by=UserFactory())
        with_papers(TODAY, user)
    with django_assert_num_queries(17):
        client.get(page)
    with django_assert_num_queries(9):
        client.get("/postings/courses/")


def test_the_kinds_of_paper_are_data_with_their_source():
    required = CourseDocumentKind.objects.filter(is_required=True)
    assert [one.name for one in required] == ["登録申請書", "誓約書", "雇用保険適用の書類"]
    assert all("静岡県" in one.source for one in required)
    assert CourseDocumentKind.objects.count() == 7
