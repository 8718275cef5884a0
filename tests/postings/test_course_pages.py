"""The pages of a course: each role, the whole way, double sending, second editors, what a form may not carry."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from centre.registry import list_filter, open_items, registry, timeline
from centre.roles import ABILITIES, URLS, Role
from employers.merging import merge, unmerge
from employers.models import Establishment
from postings import course
from postings.models import CourseDocument, CourseDocumentKind, CourseStep, EligibilityCourse
from privacy.models import AccessLog
from privacy.registers import register_of_processing
from tests.factories.centre import UserFactory
from tests.factories.courses import (
    PDF,
    a_corporation,
    a_file,
    begun,
    certified,
    fresh,
    kind,
    listable,
    procedure,
    with_papers,
)
from tests.factories.employers import EstablishmentFactory
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


@pytest.mark.parametrize("role", Role)
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
    assert ("書類を依頼する" in text) == (role == Role.COUNSELLOR)


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


@pytest.mark.parametrize("role", sorted(ABILITIES["vetting.read"]))
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
    assert row.readers == ("相談員", "求人開拓員", "精査担当者", "事業統括責任者", "県担当者")


# the list


def names(client, query: str = "") -> list[str]:
    return [one.corporation.name for one in client.get(f"/postings/courses/{query}").context["object_list"]]


@pytest.fixture
def some_courses():
    """One of each kind, named after what it is."""
    user = UserFactory()
    begun(TODAY, user, name="登録のみ")
    with_papers(TODAY, user, name="未確認の書類", checked=False)
    listable(TODAY, user, name="掲載可")
    for name, day in (("六十日", TODAY + 60 * DAY), ("三十日", TODAY + 30 * DAY), ("切れた", TODAY - DAY)):
        start = date(day.year - 1, day.month, day.day)
        with time_machine.travel(f"{start} 10:00+09:00", tick=False):
            listable(start, user, name=name)
    gone = begun(TODAY, user, name="取下げ済")
    course.withdraw(gone, gone.version, withdrawn_on=TODAY, reason="企業の申出", by=UserFactory(role=Role.SUPERVISOR))


@pytest.mark.usefixtures("some_courses")
def test_the_list_is_narrowed_and_sorted():
    client, _ = logged_in(Role.OFFICIAL)
    assert names(client)[:3] == ["切れた", "三十日", "六十日"]
    assert "取下げ済" not in names(client)
    assert names(client, "?state=withdrawn") == ["取下げ済"]
    assert names(client, "?state=registered") == ["登録のみ"]
    assert names(client, "?due=60") == ["三十日", "六十日"]
    assert names(client, "?due=30") == ["三十日"]
    assert names(client, "?due=over") == ["切れた"]
    assert set(names(client, "?papers=missing")) == {"登録のみ", "切れた"}
    assert names(client, "?papers=unchecked") == ["未確認の書類"]
    assert names(client, "?q=六十") == ["六十日"]
    assert names(client, "?sort=-due")[0] == "掲載可"
    assert names(client, "?due=30&state=registered") == []


@pytest.mark.usefixtures("some_courses")
def test_the_home_page_names_what_runs_out():
    card = next(card for card in registry.home if card.key == "course-deadlines")
    built = card.build(UserFactory(), TODAY)
    assert (built.figure, [(item.label, item.due, item.urgent) for item in built.items]) == (
        "3",
        [
            ("切れた", "2026年11月19日に切れた", True),
            ("三十日", "2026年12月20日まで", True),
            ("六十日", "2027年1月19日まで", False),
        ],
    )
    for role, shown in ((Role.REVIEWER, True), (Role.COUNSELLOR, True), (Role.OFFICIAL, False), (Role.ADMIN, False)):
        client, _ = logged_in(role)
        assert ("書類・認定の期限" in client.get("/").content.decode()) is shown


@pytest.mark.usefixtures("some_courses")
def test_the_register_is_narrowed_by_the_course():
    EstablishmentFactory(corporation__name="手続のない会社")
    narrow = list_filter("employers:list", "course").narrow

    def found(value: str) -> set[str]:
        return set(narrow(Establishment.objects.all(), value).values_list("corporation__name", flat=True))

    assert found("listable") == {"掲載可", "六十日", "三十日"}
    assert found("soon") == {"六十日", "三十日", "切れた"}
    assert found("registered") == {"登録のみ"}
    assert found("documents") == {"未確認の書類"}
    assert found("none") == {"手続のない会社", "取下げ済"}
    client, _ = logged_in(Role.COUNSELLOR)
    assert len(client.get("/employers/?course=registered").context["object_list"]) == 1


@pytest.mark.usefixtures("some_courses")
def test_papers_to_renew_are_a_reason_to_visit():
    reason = next(one for one in registry.visit_reasons if one.key == "papers")
    found = list(reason.find(TODAY, Establishment.objects.all(), 10))
    assert [words for _, words, _ in found] == [
        "対象法人の書類・認定が2026年11月19日に切れた",
        "対象法人の書類・認定が2026年12月20日まで",
        "対象法人の書類・認定が2027年1月19日まで",
    ]
    assert [round(weight, 2) for _, _, weight in found] == [1.0, 0.51, 0.02]
    assert len(list(reason.find(TODAY, Establishment.objects.all(), 1))) == 1


@pytest.mark.parametrize(
    ("days", "label", "urgent"),
    [
        (61, None, False),
        (60, "2027年11月20日まで", False),
        (31, "2027年11月20日まで", False),
        (30, "2027年11月20日まで", True),
        (0, "2027年11月20日まで", True),
        (-1, "2027年11月20日に切れた", True),
    ],
)
def test_the_employers_page_reminds_sixty_and_thirty_days_before(days, label, urgent):
    made = listable(TODAY)
    record = made.corporation.establishments.get()
    day = made.valid_until - timedelta(days=days)
    found = [item for item in open_items(record, UserFactory(), day) if item.label.startswith("対象法人")]
    assert [(item.due, item.urgent) for item in found] == ([(label, urgent)] if label else [])


def test_the_employers_page_tells_the_story_and_what_is_next():
    made = certified(TODAY)
    record = made.corporation.establishments.get()
    client, user = logged_in(Role.COUNSELLOR)
    assert ("対象法人の手続を進める", "認定") in [(i.label, i.due) for i in open_items(record, user, TODAY)]
    titles = [entry.title for entry in timeline(record, user) if entry.kind == "対象法人"]
    assert titles == ["県が認定", "書類がそろった", "手続を開始"]
    text = client.get(record.get_absolute_url()).content.decode()
    assert reverse("postings:course", args=[made.corporation_id]) in text
    admin = UserFactory(role=Role.ADMIN)
    assert not [entry for entry in timeline(record, admin) if entry.kind == "対象法人"]


def test_an_earlier_period_can_be_looked_at():
    with time_machine.travel("2025-12-01 10:00+09:00", tick=False):
        old = listable(date(2025, 12, 1))
    new = course.renew(old, registered_on=TODAY, by=UserFactory())
    client, _ = logged_in(Role.COUNSELLOR)
    assert client.get(page_of(old)).context["course"] == new
    past = client.get(f"{page_of(old)}?period={old.pk}")
    assert past.context["course"] == old
    assert past.context["button"] is None
    assert "次の期間の手続に引き継ぎました" in past.content.decode()


# mergers


def test_a_merger_of_employers_leaves_the_course_with_its_corporation_and_can_be_undone():
    made = listable(TODAY)
    absorbed = made.corporation.establishments.get()
    kept = EstablishmentFactory()
    client, user = logged_in(Role.SUPERVISOR)
    merged = merge(kept, absorbed, {}, by=user)
    text = client.get(page_of(made)).content.decode()
    assert reverse("postings:courses") in text
    assert not EligibilityCourse.objects.filter(corporation=kept.corporation).exists()
    unmerge(merged, by=user)
    assert absorbed.get_absolute_url() in client.get(page_of(made)).content.decode()


def test_a_merger_that_takes_the_corporation_along_takes_the_course_along():
    made = listable(TODAY)
    kept = EstablishmentFactory()
    merge(kept, made.corporation.establishments.get(), {"corporation": "absorbed"}, by=UserFactory())
    kept.refresh_from_db()
    titles = [entry.title for entry in timeline(kept, UserFactory()) if entry.kind == "対象法人"]
    assert titles[0] == "掲載可"


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
