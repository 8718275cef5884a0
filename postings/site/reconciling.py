"""Holding what the public site lists against the ledger, and working off where they disagree (DESIGN §4.2)."""

from collections import namedtuple
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from centre.bulk import copy
from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.files import store
from centre.models import User
from centre.templatetags.display import day, yen
from employers.models import Establishment
from postings.models import JobPosting, Reconciliation, ReconciliationDifference, SiteRow
from postings.sheets import intake
from postings.site import comparing_sql, publication
from postings.site.site_list import read_site_list

Kind, How, State = (
    ReconciliationDifference.Kind, ReconciliationDifference.How, ReconciliationDifference.State,
)  # fmt: skip
# Any number that no other lock of the product has: two lists are compared one after the other.
COMPARING = 20_260_402
BATCH = 500
CONTRACT = dict(JobPosting.ContractKind.choices)
WAGE = dict(JobPosting.WageKind.choices)
FLAG = {True: "対象", False: "対象外"}


@dataclass(frozen=True)
class Found:
    """A difference as the comparison answers it."""

    subject: str
    kind: str
    posting_id: int | None
    row_id: int | None
    site_number: str
    title: str
    details: list[dict]


def reconcile(content: bytes, file_name: str, *, on: date, by: User) -> Reconciliation:
    """Compare the site's list as of a day with the ledger; keep what still differs, close what is gone.

    Raises UnreadableList with rows and columns, and DomainError for a day to come or before the last comparison.
    """
    if on > timezone.localdate():
        raise DomainError("照合する日に先の日付は入れられません。", "on")
    rows = read_site_list(content, file_name)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COMPARING])
        last = Reconciliation.objects.order_by("-on").first()
        if last and on < last.on:
            raise DomainError(f"{day(last.on)}の照合がもうあります。それより前の一覧とは照合できません。", "on")
        file = store(file_name[:200], "application/octet-stream", content)
        made = Reconciliation.objects.create(on=on, file=file, rows_there=len(rows), made_by=by)
        copy(SiteRow, ({"reconciliation_id": made.pk, "posting_id": None, **row} for row in rows))
        of_this = {"reconciliation": made.pk, "on": on}
        cursor.execute(comparing_sql.MATCH_BY_NUMBER, of_this)
        cursor.execute(comparing_sql.MATCH_BY_NAME, of_this)
        cursor.execute(comparing_sql.COUNT_LIVE, of_this)
        made.live_here = cursor.fetchone()[0]
        _keep(made, list(_differences(cursor, of_this)), by)
        made.save()
    return made


def resolve(
    difference: ReconciliationDifference, version: int, *, how: str, note: str = "", by: User
) -> ReconciliationDifference:
    """Say how a difference was settled. Raises EditConflict, and DomainError for one that is settled already."""
    if how not in How.values or how == How.GONE:
        raise DomainError("どう処理したかを選んでください。", "how")
    if how == How.SITE_WRONG and not note.strip():
        raise DomainError("サイトのどこが誤りで、だれに知らせたかを書いてください。", "note")
    with transaction.atomic():
        record = _open(difference, version)
        return _close(record, how, note, by)


def take_in(
    difference: ReconciliationDifference, version: int, *, establishment: Establishment, by: User
) -> JobPosting:
    """Take in a posting that only the site has, with its first line in the ledger, and settle the difference.

    Raises DomainError for another kind of difference and when the list does not say whether it is eligible.
    """
    with transaction.atomic():
        record = _open(difference, version)
        if record.kind != Kind.ONLY_THERE or record.posting_id or record.row is None:
            raise DomainError("受け付けられるのは、サイトにだけある求人です。")
        row = record.row
        if row.eligible is None:
            raise DomainError("サイトの一覧に、対象かどうかがありません。求人を受け付けてから記録してください。")
        if row.site_number and JobPosting.objects.filter(site_number=row.site_number).exists():
            raise DomainError("この求人番号の求人がもうあります。求人の画面から掲載履歴に記録してください。")
        posting = intake.take_in(establishment, by=by, **_terms(row))
        publication.take_over(
            posting,
            effective_on=row.listed_from or row.reconciliation.on,
            listed_until=row.listed_until,
            eligible=row.eligible,
            site_number=row.site_number,
            url=row.url,
            note=f"{day(row.reconciliation.on)}のサイトの一覧",
            by=by,
        )
        record.posting = posting
        _close(record, How.TAKEN_IN, "", by)
    return posting


def _terms(row: SiteRow) -> dict:
    return {
        "title": row.title,
        "site_number": row.site_number or None,
        "contract": row.contract,
        "wage_kind": row.wage_kind,
        "wage_from_yen": row.wage_from_yen,
        "wage_to_yen": row.wage_to_yen,
        "received_on": row.reconciliation.on,
        "source": JobPosting.Source.HANDED_OVER,
    }


def _open(difference: ReconciliationDifference, version: int) -> ReconciliationDifference:
    record = lock_for_edit(ReconciliationDifference, difference.pk, version)
    if record.state != State.OPEN:
        raise DomainError("この相違はもう処理されています。")
    return record


def _close(record: ReconciliationDifference, how: str, note: str, by: User) -> ReconciliationDifference:
    record.state, record.how, record.note = State.RESOLVED, how, note.strip()
    record.resolved_by, record.resolved_at = by, timezone.now()
    record.save()
    return record


def _keep(made: Reconciliation, found: list[Found], by: User) -> None:
    """New differences are opened, known ones brought up to date, and those that are gone closed."""
    known = {
        (one.subject, one.kind): one
        for one in ReconciliationDifference.objects.select_for_update().filter(state=State.OPEN).order_by("pk")
    }
    new = []
    still = []
    for one in found:
        record = known.pop((one.subject, one.kind), None)
        if record is None:
            new.append(ReconciliationDifference(**vars(one), first_seen=made, last_seen=made))
        else:
            record.row_id, record.details, record.last_seen = one.row_id, one.details, made
            record.version += 1
            still.append(record)
    ReconciliationDifference.objects.bulk_create(new, batch_size=BATCH)
    ReconciliationDifference.objects.bulk_update(still, ["row", "details", "last_seen", "version"], batch_size=BATCH)
    ReconciliationDifference.objects.filter(pk__in=[one.pk for one in known.values()]).update(
        state=State.RESOLVED, how=How.GONE, resolved_by=by, resolved_at=timezone.now()
    )
    made.found, made.still_open, made.gone = len(new), len(still), len(known)


def _differences(cursor, of_this: dict) -> Iterator[Found]:
    cursor.execute(comparing_sql.COMPARE, of_this)
    pair = namedtuple("pair", [column.name for column in cursor.description])
    for values in cursor.fetchall():
        one = pair(*values)
        for kind, details in _kinds(one):
            title = (one.our_title or one.their_title)[:120]
            number = one.our_number or one.site_number or ""
            yield Found(_subject(one), kind, one.posting_id, one.row_id, number, title, details)


def _subject(one) -> str:
    if one.posting_id:
        return f"posting:{one.posting_id}"
    return f"site:{one.site_number}" if one.site_number else f"row:{one.employer_key}/{one.their_title}"


def _kinds(one) -> Iterator[tuple[str, list[dict]]]:
    """(kind, details) of the ways in which a pair differs."""
    if not one.there:
        until = day(one.our_until) or "期限なし"
        yield Kind.ONLY_HERE, [_detail("掲載", f"{day(one.our_from)}から{until}", "ありません")]
        return
    if not one.here:
        ours = ("取下げ" if one.ended_on else "掲載中ではない") if one.posting_id else "ありません"
        yield Kind.ONLY_THERE, [_detail("掲載", ours, "掲載中"), _detail("事業所", "", one.employer)]
        return
    found = {
        Kind.DATES: [
            (one.other_from, "掲載開始日", day(one.our_from), day(one.their_from)),
            (one.other_until, "掲載期限", day(one.our_until), day(one.their_until)),
        ],
        Kind.CONTENT: [
            (one.other_title, "職種", one.our_title, one.their_title),
            (one.other_contract, "契約の期間", CONTRACT.get(one.our_contract, ""), CONTRACT.get(one.their_contract)),
            (one.other_wage_kind, "賃金の形", WAGE.get(one.our_wage_kind, ""), WAGE.get(one.their_wage_kind)),
            (one.other_wage_from, "賃金の下限", yen(one.our_wage_from), yen(one.their_wage_from)),
            (one.other_wage_to, "賃金の上限", yen(one.our_wage_to), yen(one.their_wage_to)),
        ],
        Kind.ELIGIBLE: [
            (one.other_eligible, "移住支援金", FLAG.get(one.our_eligible), FLAG.get(one.their_eligible)),
        ],
    }
    for kind, rows in found.items():
        details = [_detail(label, ours, theirs) for differs, label, ours, theirs in rows if differs]
        if details:
            yield kind, details


def _detail(label: str, ours: str, theirs: str) -> dict:
    return {"label": label, "ours": ours, "theirs": theirs}
