"""Taking in a list of postings: the one live on 1 April that the prefecture hands over, and new ones later.

A posting is known by its number on the site; without one by its establishment and title. A row with a day of listing
brings its `new` line of the ledger. A known posting with another end of listing is refused, because an extension has
its own day and its own line of the ledger.
"""

from functools import partial

from django.db.models import Q
from django.utils import timezone

from centre.models import Occupation, User
from centre.tabular.columns import ParsedRow
from centre.tabular.names import address_key, name_key, phone_key
from employers.importing.columns import Lookups
from employers.models import Establishment, ImportRun
from postings.lists.columns import COLUMNS
from postings.lists.import_plan import Change, Plan, PlannedRow, Problem, carry_out, read_plan
from postings.models import JobPosting
from postings.sheets import intake
from postings.site import publication

TERMS = (
    "site_number", "hello_work_number", "title", "occupation_id", "contract", "weekly_hours", "wage_kind",
    "wage_from_yen", "wage_to_yen", "work_address", "work_municipality_id", "work_prefecture_id", "headcount",
    "duties", "received_on", "starts_on",
)  # fmt: skip


def plan(content: bytes, file_name: str) -> Plan:
    """Read a file and work out what it would change; nothing is written."""
    occupations = dict(Occupation.objects.values_list("name", "code"))
    return read_plan(
        content, file_name, COLUMNS, partial(_plan_chunk, lookups=Lookups(), occupations=occupations, seen={})
    )


def import_postings(content: bytes, file_name: str, *, by: User | None) -> Plan:
    """Take in a whole file or nothing. Raises DomainError when the plan has errors."""
    return carry_out(ImportRun.Kind.POSTINGS, lambda: plan(content, file_name), _take_in, by)


def _plan_chunk(
    result: Plan, chunk: list[ParsedRow], *, lookups: Lookups, occupations: dict[str, str], seen: dict[str, int]
) -> None:
    rows = [
        (row.row_number, {key: value for key, value in row.values.items() if value not in (None, "")}) for row in chunk
    ]
    employers = _employers(rows)
    known = _known(rows, employers)
    for number, values in rows:
        problems = _complete(number, values, lookups, occupations, seen)
        establishment = _find_employer(values, employers)
        if establishment is None:
            problems.append(
                Problem(
                    number,
                    "事業所名",
                    f"「{values['establishment']}」が企業の一覧に見つかりません。先に企業を登録するか、"
                    "法人番号・所在地・電話番号のどれかを入れてください。",
                )
            )
        posting = known.get(values.get("site_number")) or (
            known.get((establishment.pk, values["title"])) if establishment and "site_number" not in values else None
        )
        if posting is not None:
            problems += _listing_problems(number, values, posting)
        if problems:
            result.errors += problems
        else:
            values["establishment_id"] = establishment.pk
            result.rows.append(_planned(number, values, posting))


def _employers(rows: list[tuple[int, dict]]) -> list[Establishment]:
    """The establishments that a chunk of rows may mean: one query."""
    numbers = {values["corporate_number"] for _, values in rows if "corporate_number" in values}
    keys = {name_key(values["establishment"]) for _, values in rows}
    phones = {phone_key(values["phone"]) for _, values in rows if "phone" in values}
    return list(
        Establishment.objects.filter(
            Q(corporation__corporate_number__in=numbers)
            | Q(name_key__in=keys)
            | Q(corporation__name_key__in=keys)
            | Q(phone_key__in=phones)
        ).select_related("corporation")
    )


def _find_employer(values: dict, employers: list[Establishment]) -> Establishment | None:
    """The one establishment a row means; None when there is none, or more than one and nothing tells them apart."""
    number, key = values.get("corporate_number"), name_key(values["establishment"])
    phone, address = phone_key(values.get("phone", "")), address_key(values.get("address", ""))
    named = [e for e in employers if key in (e.name_key, e.corporation.name_key)]
    found = [e for e in named if not number or e.corporation.corporate_number in (number, None)]
    if number and not found:
        found = [e for e in employers if e.corporation.corporate_number == number]
    for narrower in (
        lambda e: number and e.corporation.corporate_number == number,
        lambda e: phone and e.phone_key == phone,
        lambda e: address and e.address_key == address,
        lambda e: e.name_key == key,
    ):
        narrowed = [e for e in found if narrower(e)]
        found = narrowed or found
    return found[0] if len(found) == 1 else None


def _known(rows: list[tuple[int, dict]], employers: list[Establishment]) -> dict:
    """Postings that are there already, by number on the site and by (establishment, title): one query."""
    numbers = {values["site_number"] for _, values in rows if "site_number" in values}
    titles = {values["title"] for _, values in rows if "site_number" not in values}
    found = {}
    postings = JobPosting.objects.filter(
        Q(site_number__in=numbers) | Q(site_number__isnull=True, title__in=titles, establishment__in=employers)
    )
    for posting in postings:
        found[posting.site_number or (posting.establishment_id, posting.title)] = posting
    return found


def _complete(
    number: int, values: dict, lookups: Lookups, occupations: dict[str, str], seen: dict[str, int]
) -> list[Problem]:
    problems = []
    if site := values.get("site_number"):
        if site in seen:
            problems.append(Problem(number, "求人番号", f"{seen[site]}行目と同じ求人番号です。"))
        seen.setdefault(site, number)
    if "occupation" in values:
        code = _occupation(values.pop("occupation"), occupations)
        if code:
            values["occupation_id"] = code
        else:
            problems.append(
                Problem(number, "職業分類", "職業分類が分かりません。大分類の番号（01〜15）か名称で入れてください。")
            )
    place = values.get("work_address") or values.get("address", "")
    if code := lookups.municipality(place):
        values |= {"work_municipality_id": code, "work_prefecture_id": "43"}
    problems += _listing_days(number, values)
    values.setdefault("received_on", values.get("listed_from") or timezone.localdate())
    return problems


def _listing_days(number: int, values: dict) -> list[Problem]:
    first, last = values.get("listed_from"), values.get("listed_until")
    if last and not first:
        return [Problem(number, "掲載開始日", "掲載期限があるのに掲載開始日がありません。")]
    if first and last and last < first:
        return [Problem(number, "掲載期限", "掲載期限が掲載開始日より前です。")]
    if first and first > timezone.localdate():
        return [Problem(number, "掲載開始日", "掲載開始日が先の日付です。掲載を確かめてから取り込んでください。")]
    if first and "eligible" not in values:
        return [Problem(number, "移住支援金対象", "掲載中の求人には、移住支援金対象かどうか（○・×）が要ります。")]
    return []


def _occupation(text: str, occupations: dict[str, str]) -> str | None:
    compact = text.strip()
    code = compact[:2].zfill(2) if compact[:1].isdigit() else ""
    if compact.isdigit():
        code = compact.zfill(2)
    return occupations.get(compact) or (code if code in occupations.values() else None)


def _listing_problems(number: int, values: dict, posting: JobPosting) -> list[Problem]:
    until = values.get("listed_until")
    if posting.listed_from and until and posting.listed_until and until != posting.listed_until:
        return [
            Problem(
                number,
                "掲載期限",
                f"この求人の掲載期限は{posting.listed_until:%Y年%-m月%-d日}です。延長は、延長した日とともに掲載履歴に記録してください。",
            )
        ]
    return []


def _planned(number: int, values: dict, posting: JobPosting | None) -> PlannedRow:
    if posting is None:
        return PlannedRow(number, values["title"], "new", values)
    changes = [
        Change(str(JobPosting._meta.get_field(name).verbose_name), _text(getattr(posting, name)), _text(values[name]))
        for name in TERMS
        if name in values and name != "received_on" and getattr(posting, name) != values[name]
    ]
    if "listed_from" in values and posting.listed_from is None:
        changes.append(Change("掲載開始日", "", _text(values["listed_from"])))
    return PlannedRow(number, values["title"], "updated" if changes else "unchanged", values, posting.pk, changes)


def _text(value) -> str:
    return "" if value is None else str(value)


def _take_in(row: PlannedRow, by: User | None) -> None:
    terms = {name: row.values[name] for name in TERMS if name in row.values}
    if row.state == "new":
        establishment = Establishment.objects.get(pk=row.values["establishment_id"])
        posting = intake.take_in(establishment, by=by, source=JobPosting.Source.IMPORTED, **terms)
    else:
        current = JobPosting.objects.get(pk=row.record_id)
        terms.pop("received_on", None)
        posting = intake.revise(current, current.version, by=by, **terms)
    if "listed_from" in row.values and posting.listed_from is None:
        publication.take_over(
            posting,
            effective_on=row.values["listed_from"],
            listed_until=row.values.get("listed_until"),
            eligible=row.values["eligible"],
            site_number=row.values.get("site_number", ""),
            url=row.values.get("url", ""),
            by=by,
        )
