"""The registers of a licensed placement: 求人管理簿 and 求職管理簿, with exactly the columns of DOMAIN 4.2 in order.

One line per letter in force; what was taken in and not placed yet has a line too, empty in its course.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from xlsxwriter import Workbook

from centre.exporting.workbook import printed_mark
from centre.fiscal_year import FiscalYear
from centre.tabular.row_heights import grow_rows
from centre.tabular.safety import guard_cell
from centre.templatetags.display import day as in_words
from employers.models import Contact
from jobseekers.models import Jobseeker
from postings.models import JobPosting
from postings.sheets.terms import in_words as term
from privacy.declarations import mask
from privacy.sharing.marking import mark_of
from referrals.models import Referral, RetentionCheck
from referrals.stages import Stage

# (heading, headings below it): the columns in the order of the registers.
Columns = tuple[tuple[str, tuple[str, ...]], ...]
POSTINGS: Columns = (
    ("求人者の氏名または名称", ()),
    ("求人者の所在地", ()),
    ("連絡先", ()),
    ("求人受付年月日", ()),
    ("求人の有効期間", ()),
    ("求人数", ()),
    ("求人に係る職種", ()),
    ("就業の場所", ()),
    ("雇用期間", ()),
    ("賃金", ()),
    (
        "取扱状況",
        (
            "紹介した求職者の氏名",
            "紹介年月日",
            "採否",
            "採用年月日",
            "無期か",
            "転職勧奨の禁止期間",
            "6か月以内の離職の状況",
        ),
    ),
)
PEOPLE: Columns = (
    ("求職者の氏名", ()),
    ("住所", ()),
    ("生年月日", ()),
    ("希望職種", ()),
    ("求職受付年月日", ()),
    ("求職の有効期間", ()),
    ("取扱状況", ("紹介した時期", "求人者の名称", "採用・不採用の別", "採用年月日")),
    ("転職勧奨の禁止期間", ()),
    ("6か月以内の離職の有無", ()),
)
BASIS = "職業安定法施行規則 第24条の7・第25条。完結の日から2年間保存します。"
SIX = 6
Result = RetentionCheck.Result
OUTCOMES = {
    Stage.JOINED: "採用",
    Stage.OFFERED: "内定",
    Stage.REJECTED: "不採用",
    Stage.WITHDRAWN: "辞退",
}


@dataclass(frozen=True)
class Register:
    """A register: its name, its columns, and the lines of one record."""

    key: str
    title: str
    columns: Columns
    subject: str

    @property
    def headings(self) -> list[str]:
        """The headings of the columns that hold values, in order."""
        return [name for heading, parts in self.columns for name in (parts or (heading,))]


REGISTERS = {
    "postings": Register("postings", "求人管理簿", POSTINGS, JobPosting._meta.label),
    "people": Register("people", "求職管理簿", PEOPLE, Jobseeker._meta.label),
}


def records_of(register: Register, year: FiscalYear) -> QuerySet:
    """What a register holds of a fiscal year: postings or people taken in within it, in the order of their intake."""
    placed = Referral.objects.placed().prefetch_related("letters", "checks")
    if register.key == "postings":
        same = JobPosting.objects.filter(
            establishment=OuterRef("establishment"), received_on=OuterRef("received_on")
        ).order_by()
        return (
            JobPosting.objects.filter(received_on__range=(year.start, year.end))
            .select_related(
                "establishment__corporation",
                "establishment__municipality",
                "occupation",
                "work_municipality",
                "work_prefecture",
            )
            .annotate(same_day=Coalesce(Subquery(same.values("received_on").annotate(n=Count("pk")).values("n")), 1))
            .prefetch_related(
                Prefetch("referrals", placed.select_related("jobseeker"), to_attr="placed"),
                "establishment__contacts",
            )
            .order_by("received_on", "pk")
        )
    return (
        Jobseeker.objects.filter(registered_on__range=(year.start, year.end))
        .select_related("prefecture")
        .prefetch_related(
            Prefetch("referrals", placed.select_related("posting__establishment__corporation"), to_attr="placed"),
            "wished_occupations",
        )
        .order_by("registered_on", "pk")
    )


def lines_of(register: Register, records: Iterable, user, today: date) -> Iterator[list[str]]:
    """The lines of some records, one text per column; contacts are masked for roles that may not read them."""
    for record in records:
        head = _of_posting(record, user) if register.key == "postings" else _of_person(record)
        course = _course_of_posting if register.key == "postings" else _course_of_person
        rows = [course(referral, today) for referral in record.placed]
        for row in rows or [[""] * (len(register.headings) - len(head))]:
            yield [*head, *row]


def write_excel(register: Register, year: FiscalYear, user, today: date) -> bytes:
    """A register of a fiscal year as a workbook with the same columns; texts are texts, nothing becomes a formula."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(register.title)
    head = book.add_format({"bold": True, "bg_color": "#E8F1FE", "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    at = 0
    for heading, parts in register.columns:
        if parts:
            sheet.merge_range(0, at, 0, at + len(parts) - 1, heading, head)
        else:
            sheet.merge_range(0, at, 1, at, heading, head)
        for place, part in enumerate(parts):
            sheet.write_string(1, at + place, part, head)
        at += len(parts) or 1
    sheet.set_column(0, at - 1, 18)
    rows = lines_of(register, records_of(register, year).iterator(chunk_size=500), user, today)
    for number, row in enumerate(rows, start=2):
        for column, words in enumerate(row):
            sheet.write_string(number, column, guard_cell(words), text)
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(printed_mark(mark_of(user)))
    sheet.set_footer(f"&L{register.title} {year.label}&R&P / &N")
    about = book.add_worksheet("この表について")
    about.set_column(0, 0, 90)
    for number, words in enumerate(
        (register.title, year.label, BASIS, f"{in_words(today)}の内容です。", mark_of(user))
    ):
        about.write_string(number, 0, words)
    grow_rows(book)
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True)
class YearFigures:
    """What 人材サービス総合サイト asks for of a fiscal year, and what is not known yet beside it (DOMAIN 4.2)."""

    placed: int
    indefinite: int
    left: int
    unknown: int
    stayed: int
    dismissed: int
    waiting: int


def year_figures(year: FiscalYear) -> YearFigures:
    """People placed in a fiscal year, of them without a term, and what became of those within six months."""
    hired = Referral.objects.placed().filter(joined_on__range=(year.start, year.end))
    indefinite = hired.filter(is_indefinite=True)
    results = dict(
        RetentionCheck.objects.filter(months=SIX, referral__in=indefinite.values("pk"))
        .order_by()
        .values_list("result")
        .annotate(Count("pk"))
    )
    return YearFigures(
        placed=hired.count(),
        indefinite=indefinite.count(),
        left=results.get(Result.LEFT, 0),
        unknown=results.get(Result.UNKNOWN, 0),
        stayed=results.get(Result.EMPLOYED, 0),
        dismissed=results.get(Result.DISMISSED, 0),
        waiting=results.get("", 0),
    )


def _of_posting(posting: JobPosting, user) -> list[str]:
    place = posting.establishment
    same = "（同じ日に別の求人の受付あり）" if posting.same_day > 1 else ""
    return [
        place.corporation.name if place.corporation.name == place.name else f"{place.corporation.name}　{place.name}",
        place.address or str(place.municipality or ""),
        _contact(place, user),
        f"{in_words(posting.received_on)}{same}",
        _validity_of_posting(posting),
        f"{posting.headcount}人",
        str(posting.occupation or posting.title),
        posting.work_address or str(posting.work_municipality or posting.work_prefecture or ""),
        _employment(posting),
        _wage(posting),
    ]


def _contact(place, user) -> str:
    contact = next(iter(place.contacts.all()), None)
    name = contact.name if contact else ""
    phone = (contact.phone if contact else "") or place.phone
    if contact and not Contact.personal_fields.readable_by(user):
        name, phone = mask(name), place.phone
    return "　".join(part for part in (contact.department if contact else "", name, phone) if part)


def _validity_of_posting(posting: JobPosting) -> str:
    until = f"{in_words(posting.listed_until)}まで" if posting.listed_until else "期限は要確認"
    ended = f"（{in_words(posting.ended_on)}に終了）" if posting.ended_on else ""
    return f"{in_words(posting.received_on)}から{until}{ended}"


def _employment(posting: JobPosting) -> str:
    term_days = [
        f"{in_words(posting.contract_from)}から" if posting.contract_from else "",
        f"{in_words(posting.contract_until)}まで" if posting.contract_until else "",
    ]
    return "　".join(part for part in (term(posting, "contract"), "".join(term_days)) if part)


def _wage(posting: JobPosting) -> str:
    amounts = [f"{yen:,}円" for yen in (posting.wage_from_yen, posting.wage_to_yen) if yen is not None]
    return " ".join(part for part in (posting.get_wage_kind_display(), "から".join(dict.fromkeys(amounts))) if part)


def _of_person(person: Jobseeker) -> list[str]:
    until = f"{in_words(person.closed_on)}に終了" if person.closed_on else "終了の届けなし"
    return [
        person.name,
        f"{person.prefecture or ''}{person.city}",
        in_words(person.birth_date),
        "、".join(str(one) for one in person.wished_occupations.all()),
        in_words(person.registered_on),
        f"{in_words(person.registered_on)}から（{until}）",
    ]


def _course_of_posting(referral: Referral, today: date) -> list[str]:
    return [
        referral.jobseeker.name,
        _placed_on(referral),
        _outcome(referral),
        in_words(referral.joined_on),
        {True: "無期", False: "有期"}.get(referral.is_indefinite, "不明") if referral.joined_on else "",
        _no_poaching(referral),
        _leaving(referral, today),
    ]


def _course_of_person(referral: Referral, today: date) -> list[str]:
    return [
        _placed_on(referral),
        referral.posting.establishment.corporation.name,
        _outcome(referral),
        in_words(referral.joined_on),
        _no_poaching(referral),
        _leaving(referral, today),
    ]


def _placed_on(referral: Referral) -> str:
    return in_words(next(letter.issued_on for letter in referral.letters.all() if letter.voided_on is None))


def _outcome(referral: Referral) -> str:
    return OUTCOMES.get(Stage(referral.stage), "選考中")


def _no_poaching(referral: Referral) -> str:
    if referral.no_poaching_until is None:
        return ""
    return f"{in_words(referral.joined_on)}から{in_words(referral.no_poaching_until)}まで"


def _leaving(referral: Referral, today: date) -> str:
    """Whether somebody hired without a term left within six months; dismissals do not count."""
    if not referral.is_indefinite:
        return ""
    check = next((one for one in referral.checks.all() if one.months == SIX), None)
    if check is None or check.result == "":
        return "" if check is None or check.reached_on > today else "未確認"
    return {Result.LEFT: "有", Result.EMPLOYED: "無", Result.DISMISSED: "無（解雇）", Result.UNKNOWN: "不明"}[
        check.result
    ]
