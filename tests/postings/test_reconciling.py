"""The site's list against the ledger: every way to differ is found, kept until settled, closed when gone."""

import csv
import io
import time
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from centre.bulk import copy
from centre.errors import DomainError, EditConflict
from centre.roles import Role
from postings.models import JobPosting, PublicationEvent, Reconciliation, ReconciliationDifference, SiteRow
from postings.sheets import intake
from postings.site import publication, reconciling
from postings.site.site_list import UnreadableList
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory
from tests.people_pages import errors, expect, logged_in, send
from tests.postings.listings import listed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
FIRST, UNTIL = date(2026, 8, 1), date(2026, 12, 31)
HEADINGS = (
    "求人番号",
    "企業名",
    "職種",
    "掲載開始日",
    "掲載終了日",
    "移住支援金",
    "雇用期間",
    "賃金形態",
    "賃金下限",
    "URL",
)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-02T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def staff():
    return UserFactory(role=Role.COUNSELLOR)


def row(posting=None, **changes) -> dict:
    """A row of the site that agrees with a posting, but for the changes."""
    same = {"職種": "製造オペレーター", "掲載開始日": "2026-08-01", "掲載終了日": "令和8年12月31日", "移住支援金": "○"}
    if posting is not None:
        same |= {"求人番号": posting.site_number or "", "企業名": posting.establishment.name, "職種": posting.title}
    return same | changes


def sheet(*rows: dict) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def compare(*rows: dict, on=TODAY, by=None) -> Reconciliation:
    return reconciling.reconcile(sheet(*rows), "site.csv", on=on, by=by or UserFactory())


def still_open() -> list[tuple]:
    found = ReconciliationDifference.objects.filter(state="open").order_by("pk")
    return [(one.kind, one.title, [(d["label"], d["ours"], d["theirs"]) for d in one.details]) for one in found]


def test_a_list_that_agrees_leaves_nothing_open():
    made = compare(row(listed(FIRST, UNTIL, number="KM-1")))
    assert still_open() == []
    assert (made.rows_there, made.live_here, made.found) == (1, 1, 0)


@pytest.mark.parametrize(
    ("changes", "kind", "details"),
    [
        ({"掲載終了日": "2027-01-31"}, "dates", [("掲載期限", "2026年12月31日", "2027年1月31日")]),
        ({"掲載開始日": "2026-08-02"}, "dates", [("掲載開始日", "2026年8月1日", "2026年8月2日")]),
        ({"移住支援金": "×"}, "eligible", [("移住支援金", "対象", "対象外")]),
        ({"職種": "検査"}, "content", [("職種", "製造オペレーター", "検査")]),
        ({"雇用期間": "有期"}, "content", [("契約の期間", "無期", "有期")]),
        (
            {"賃金形態": "時給", "賃金下限": "1,200円"},
            "content",
            [("賃金の形", "月給", "時給"), ("賃金の下限", "21万円", "1,200円")],
        ),
    ],
)
def test_each_way_to_differ_is_found_with_both_sides(changes, kind, details):
    posting = listed(FIRST, UNTIL, number="KM-1", wage_kind="monthly", wage_from_yen=210_000)
    compare(row(posting, **changes))
    assert still_open() == [(kind, posting.title, details)]


@pytest.mark.parametrize("empty", ["掲載開始日", "掲載終了日", "移住支援金"])
def test_what_the_site_does_not_say_is_no_difference(empty):
    compare(row(listed(FIRST, UNTIL, number="KM-1"), **{empty: ""}))
    assert still_open() == []


def test_titles_are_the_same_in_either_width_and_with_blanks():
    compare(row(listed(FIRST, UNTIL, number="KM-1", title="ＣＡＤオペレーター 見本"), 職種="CADオペレーター見本"))
    assert still_open() == []


def test_what_only_one_side_has_is_found():
    mine = listed(FIRST, UNTIL, number="KM-1")
    over = listed(FIRST, UNTIL, number="KM-2", title="終わった求人")
    publication.publish(over, "ended", effective_on=date(2026, 10, 1), by=UserFactory())
    compare(row(over), row(None, 求人番号="KM-9", 企業名="見本商店", 職種="販売"))
    assert {(kind, title) for kind, title, _ in still_open()} == {
        ("only_here", mine.title),
        ("only_there", "終わった求人"),
        ("only_there", "販売"),
    }
    known = ReconciliationDifference.objects.get(title="終わった求人")
    assert (known.posting, known.details[0]["ours"]) == (over, "取下げ")


def test_without_a_number_a_row_is_known_by_employer_and_title():
    posting = listed(FIRST, UNTIL)
    compare(row(posting))
    assert still_open() == []
    twin = JobPostingFactory(establishment=posting.establishment, title=posting.title)
    compare(row(posting))
    assert {kind for kind, _, _ in still_open()} == {"only_here", "only_there"}
    assert SiteRow.objects.latest("pk").posting is None
    assert twin.differences.count() == 0


def test_the_live_postings_are_those_of_the_ledger_on_that_day():
    listed(FIRST, date(2026, 10, 31))
    listed(FIRST, UNTIL)
    over = listed(FIRST, None)
    publication.publish(over, "ended", effective_on=TODAY, by=UserFactory())
    for day in (date(2026, 10, 31), date(2026, 11, 1), TODAY):
        made = compare(row(None, 求人番号="KM-9"), on=day)
        assert made.live_here == PublicationEvent.objects.in_force_on(day).count()


def test_the_same_list_again_keeps_what_is_open_and_closes_what_is_gone(staff):
    one, two = listed(FIRST, UNTIL, number="KM-1", title="一"), listed(FIRST, UNTIL, number="KM-2", title="二")
    compare(row(one, 移住支援金="×"), row(two, 掲載終了日="2027-01-31"))
    first = ReconciliationDifference.objects.get(kind="eligible")
    made = compare(row(one, 移住支援金="×"), row(two), by=staff)
    assert (made.found, made.still_open, made.gone) == (0, 1, 1)
    first.refresh_from_db()
    assert (first.state, first.first_seen.pk < first.last_seen.pk, first.last_seen) == ("open", True, made)
    gone = ReconciliationDifference.objects.get(kind="dates")
    assert (gone.state, gone.how, gone.resolved_by) == ("resolved", "gone", staff)


def test_a_change_after_the_line_is_recorded_is_gone_at_the_next_comparison(staff):
    posting = listed(FIRST, UNTIL, number="KM-1")
    compare(row(posting, 掲載終了日="2027-03-31"))
    publication.publish(posting, "extended", effective_on=TODAY, listed_until=date(2027, 3, 31), by=staff)
    compare(row(posting, 掲載終了日="2027-03-31"))
    assert still_open() == []


def test_the_site_is_wrong_needs_words_and_comes_back_with_them_while_it_stays_wrong(staff):
    posting = listed(FIRST, UNTIL, number="KM-1")
    compare(row(posting, 移住支援金="×"))
    difference = ReconciliationDifference.objects.get()
    with pytest.raises(DomainError, match="だれに知らせたか"):
        reconciling.resolve(difference, 1, how="site_wrong", by=staff)
    reconciling.resolve(difference, 1, how="site_wrong", note="県の担当課に電話した", by=staff)
    with pytest.raises(DomainError, match="もう処理"):
        reconciling.resolve(difference, 2, how="recorded", by=staff)
    compare(row(posting, 移住支援金="×"))
    client, _ = logged_in(Role.COUNSELLOR)
    assert "県の担当課に電話した" in client.get("/postings/differences/").content.decode()


def test_two_people_do_not_settle_one_difference(staff):
    compare(row(listed(FIRST, UNTIL, number="KM-1"), 移住支援金="×"))
    difference = ReconciliationDifference.objects.get()
    with pytest.raises(EditConflict):
        reconciling.resolve(difference, 7, how="recorded", by=staff)
    with pytest.raises(DomainError, match="選んでください"):
        reconciling.resolve(difference, 1, how="gone", by=staff)


def test_a_settled_difference_never_changes_and_none_is_deleted(staff):
    compare(row(listed(FIRST, UNTIL, number="KM-1"), 移住支援金="×"))
    reconciling.resolve(ReconciliationDifference.objects.get(), 1, how="recorded", by=staff)
    for statement in (
        "UPDATE postings_reconciliationdifference SET note = 'x'",
        "DELETE FROM postings_reconciliationdifference",
    ):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_posting_that_only_the_site_has_is_taken_in_with_its_first_line(staff):
    place = EstablishmentFactory(name="株式会社見本商店")
    compare(
        row(
            None,
            求人番号="KM-9",
            企業名="㈱見本商店",
            職種="販売",
            URL="https://site.example/9",
            賃金形態="月給",
            賃金下限="20万円",
        )
    )
    client, user = logged_in(Role.COUNSELLOR)
    difference = ReconciliationDifference.objects.get()
    address = f"/postings/differences/{difference.pk}/take-in/"
    assert place.name in client.get(address).content.decode()
    expect(send(client, address, establishment=place.pk, version=1), 302)
    posting = JobPosting.objects.get()
    assert (posting.establishment, posting.site_number, posting.wage_from_yen) == (place, "KM-9", 200_000)
    line = posting.events.get()
    assert (line.kind, line.effective_on, line.listed_until, line.eligible) == ("new", FIRST, UNTIL, True)
    assert (line.url, line.recorded_by) == ("https://site.example/9", user)
    difference.refresh_from_db()
    assert (difference.state, difference.how, difference.posting) == ("resolved", "taken_in", posting)


def test_whether_it_is_eligible_is_never_assumed(staff):
    place = EstablishmentFactory()
    compare(row(None, 求人番号="KM-9", 企業名=place.name, 移住支援金=""))
    with pytest.raises(DomainError, match="対象かどうか"):
        reconciling.take_in(ReconciliationDifference.objects.get(), 1, establishment=place, by=staff)
    assert not JobPosting.objects.exists()


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([{"職種": "", "求人番号": "A"}], (2, "職種（C列）"), "空です"),
        ([{"職種": "販売"}], (2, "求人番号"), "どちらかが要ります"),
        ([{"職種": "販売", "求人番号": "A"}, {"職種": "販売", "求人番号": "A"}], (3, "求人番号"), "2行目と同じ"),
        ([{"職種": "販売", "求人番号": "A", "移住支援金": "たぶん"}], (2, "移住支援金（F列）"), "○か×"),
        (
            [{"職種": "販売", "求人番号": "A", "掲載開始日": "2026-09-01", "掲載終了日": "2026-08-01"}],
            (2, "掲載期限"),
            "前です",
        ),
        ([], (1, None), "行がありません"),
    ],
)
def test_a_list_with_a_fault_is_refused_whole_with_row_and_column(rows, place, words):
    good = [{"職種": "販売", "求人番号": f"Z{number}"} for number in range(bool(rows))]
    with pytest.raises(UnreadableList) as refused:
        reconciling.reconcile(sheet(*rows, *good), "site.csv", on=TODAY, by=UserFactory())
    assert [(one.row, one.column) for one in refused.value.problems] == [place]
    assert words in refused.value.problems[0].message
    assert not Reconciliation.objects.exists()
    assert not SiteRow.objects.exists()


@pytest.mark.parametrize(
    ("on", "words"), [(TODAY + timedelta(days=1), "先の日付"), (TODAY - timedelta(days=9), "照合がもう")]
)
def test_days_to_come_and_before_the_last_comparison_are_refused(on, words):
    compare(row(None, 求人番号="KM-9"), on=TODAY - timedelta(days=8))
    with pytest.raises(DomainError, match=words):
        compare(row(None, 求人番号="KM-9"), on=on)


def test_the_page_takes_a_list_and_names_the_faults_beside_it():
    client, user = logged_in(Role.COUNSELLOR)
    address = "/postings/differences/reconcile/"

    def sent(content, key=None):
        file = SimpleUploadedFile("site.csv", content, "text/csv")
        return send(client, address, key, file=file, on="2026-11-02", made_by=UserFactory().pk, found="99")

    refused = sent(sheet({"職種": "販売"}))
    assert refused.status_code == 422
    assert errors(refused)["file"]
    assert "どちらかが要ります" in refused.content.decode()
    key = str(client.get(address).context["submission_key"])
    listed(FIRST, UNTIL, number="KM-1")
    for _ in range(5):
        assert sent(sheet(row(None, 求人番号="KM-9")), key)["Location"] == "/postings/differences/"
    made = Reconciliation.objects.get()
    assert (made.made_by, made.found) == (user, 2)
    assert "2026年11月2日" in client.get("/postings/ledger/").content.decode()
    assert "サイトと掲載履歴の相違" in client.get("/").content.decode()


def test_the_work_list_asks_the_same_however_long_and_is_filtered_by_kind(django_assert_max_num_queries):
    compare(*[row(listed(FIRST, UNTIL, number=f"KM-{n}", title=f"求人{n}"), 移住支援金="×") for n in range(6)])
    client, _ = logged_in(Role.COUNSELLOR)
    with django_assert_max_num_queries(10):
        page = client.get("/postings/differences/")
    assert len(page.context["object_list"]) == 6
    assert list(client.get("/postings/differences/?kind=dates").context["object_list"]) == []


def test_an_official_reads_and_settles_nothing():
    compare(row(listed(FIRST, UNTIL, number="KM-1"), 移住支援金="×"))
    client, _ = logged_in(Role.OFFICIAL)
    difference = ReconciliationDifference.objects.get()
    assert client.get(difference.get_absolute_url()).status_code == 200
    assert send(client, f"{difference.get_absolute_url()}resolve/", how="recorded", version=1).status_code == 403
    assert client.get("/postings/differences/reconcile/").status_code == 403


def test_a_difference_is_settled_on_its_page_by_whoever_is_logged_in():
    compare(row(listed(FIRST, UNTIL, number="KM-1"), 移住支援金="×"))
    difference = ReconciliationDifference.objects.get()
    client, user = logged_in(Role.REVIEWER)
    typed = {"how": "recorded", "version": 1, "resolved_by": UserFactory().pk, "state": "open", "kind": "dates"}
    expect(send(client, f"{difference.get_absolute_url()}resolve/", **typed), 302)
    difference.refresh_from_db()
    assert (difference.state, difference.resolved_by, difference.kind) == ("resolved", user, "eligible")


def many(count: int) -> list[dict]:
    """`count` live postings and the site's rows that agree with them."""
    place, by = EstablishmentFactory(), UserFactory()
    first = intake.take_in(place, by=by, title="求人", received_on=FIRST).pk + 1
    titles = [f"求人{number}" for number in range(count)]
    known = {"establishment_id": place.pk, "received_on": FIRST, "created_at": TODAY, "updated_at": TODAY}
    days = {"listed_from": FIRST, "listed_until": UNTIL, "listed_eligible": True}
    copy(
        JobPosting,
        ({"id": first + n, "title": t, "site_number": f"KM-{n}", **known, **days} for n, t in enumerate(titles)),
    )
    line = {"kind": "new", "effective_on": FIRST, "listed_until": UNTIL, "eligible": True, "recorded_at": TODAY}
    copy(PublicationEvent, ({"posting_id": first + n, **line} for n in range(count)))
    return [row(None, 求人番号=f"KM-{n}", 職種=t) for n, t in enumerate(titles)]


def test_five_thousand_rows_are_compared_quickly_with_a_fixed_number_of_questions():
    rows = many(5_000)
    rows[17] |= {"移住支援金": "×"}
    content = sheet(*rows[1:])
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        reconciling.reconcile(content, "site.csv", on=TODAY, by=UserFactory())
    assert time.perf_counter() - begun < 10
    assert len(asked) <= 20
    assert sorted(kind for kind, _, _ in still_open()) == ["eligible", "only_here"]
