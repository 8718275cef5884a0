"""Erasing: what is declared is done, in one transaction, and what was done is kept as figures without names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from centre.errors import DomainError
from centre.models import StoredFile, User
from centre.registry import registry
from privacy.erasing.file_links import links_to_files
from privacy.erasing.ways import Kind, Way, all_ways, holds_on
from privacy.models import Erasure, RetentionHold

CHUNK = 5_000
State, Scope = Erasure.State, Erasure.Scope
ERASE = "SELECT privacy_erase_rows(%s, %s, %s, %s)"


@dataclass(frozen=True)
class Part:
    """What an erasure means for one table: the rows that are erased, and those of which a law keeps a part."""

    way: Way
    free: QuerySet
    held: QuerySet


def erase_person(subject: Model, *, ground: str, by: User, approved_by: User) -> Erasure:
    """Erase everything about a person at once, where two people have already agreed (a rule of retention, a wish).

    `by` asked for it, `approved_by` is the second person. Answers the record of it: per table how many rows, and what
    stays with its legal ground; no names. Raises DomainError when both are the same person, and while an application
    for the person is open.
    """
    if approved_by == by:
        raise DomainError("消去は2人で行います。申請した人のほかに、承認した人が要ります。", "approved_by")
    with transaction.atomic():
        erasure = file_application(
            Erasure(
                scope=Scope.PERSON,
                subject=subject._meta.label,
                subject_id=subject.pk,
                ground=ground,
                planned_on=timezone.localdate(),
                requested_by=by,
            )
        )
        erasure.state, erasure.decided_by, erasure.decided_at = State.APPROVED, approved_by, timezone.now()
        erasure.save()
        return execute(erasure, by=by)


def file_application(erasure: Erasure) -> Erasure:
    """Keep a new application. Raises DomainError while another one is open for the same person or contract."""
    try:
        with transaction.atomic():
            erasure.save()
    except IntegrityError as error:
        raise DomainError("同じ対象の消去が、すでに申請されています。") from error
    return erasure


@transaction.atomic
def execute(erasure: Erasure, *, by: User, progress: Callable[[int, int, str], None] | None = None) -> Erasure:
    """Do an approved erasure. Raises DomainError unless it is approved, and when a reported figure would change."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if erasure.state != State.APPROVED:
        raise DomainError("承認されていない消去、または済んだ消去です。")
    check_not_held(erasure)
    before = figures_now()
    parts = parts_of(erasure, timezone.localdate())
    exceptions = exceptions_of(erasure, parts)
    # A row is found by rows that go before it: all keys are asked for before the first row goes.
    work = [(part.way, _keys(part.free), _keys(part.held)) for part in parts]
    counts, files = [], set()
    for done, (way, free, held) in enumerate(work):
        if progress:
            progress(done, len(work), f"{way.title}を消しています")
        files |= _files_of(way, free)
        rows = _erase_rows(erasure, way, free, held=False)
        if any(hold.keeps for hold in holds_on(way.model)):
            rows += _erase_rows(erasure, way, held, held=True)
        counts.append(_line(way.title, way.kind, rows, way.table))
    counts.append(_line("保存ファイル", Kind.DELETED, _forget_files(files)))
    _compare(before, figures_now())
    erasure.state, erasure.executed_by, erasure.erased_at = State.ERASED, by, timezone.now()
    erasure.counts = [line for line in counts if line["rows"]]
    erasure.exceptions = exceptions
    erasure.figures = {"compared": len(before), "equal": True}
    erasure.save()
    if erasure.scope == Scope.CONTRACT:
        transaction.on_commit(cache.clear)
    return erasure


def check_not_held(erasure: Erasure) -> None:
    """Raises DomainError when a hold (保留) keeps the person's records, or anybody's at the end of the contract."""
    today = timezone.localdate()
    holds = RetentionHold.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), released_at=None)
    if erasure.scope == Scope.PERSON:
        holds = holds.filter(subject=erasure.subject, subject_id=erasure.subject_id)
    if holds.exists():
        raise DomainError("保留されている記録があります。保留を解いてから消去してください。")


def subject_of(erasure: Erasure) -> Model | None:
    """The person, or None at the end of a contract. Raises DomainError when the person is not there any more."""
    if erasure.scope == Scope.CONTRACT:
        return None
    found = apps.get_model(erasure.subject)._base_manager.filter(pk=erasure.subject_id).first()
    if found is None:
        raise DomainError("この方の記録は、もうありません。")
    return found


def parts_of(erasure: Erasure, day: date) -> list[Part]:
    """What the erasure means for each table that it changes, in an order that lets every table still find its rows."""
    person = subject_of(erasure)
    parts = []
    for way in all_ways():
        rows = _rows(way, person) if way.changes else None
        if rows is None:
            continue
        held = Q(pk__in=[])
        for hold in holds_on(way.model):
            held |= hold.rows(day)
        parts.append(Part(way, rows.exclude(pk__in=rows.filter(held).values("pk")), rows.filter(held)))
    return parts


def exceptions_of(erasure: Erasure, parts: list[Part]) -> list[dict]:
    """What stays because a law asks for it: name, how many, ground, last day."""
    found = [
        _exception(hold.law, part.held) for part in parts for hold in holds_on(part.way.model) if part.held.exists()
    ]
    if erasure.scope == Scope.CONTRACT:
        kept = (way for way in all_ways() if way.kind == Kind.KEPT)
        found += [_exception(way.law, rows) for way in kept if (rows := way.model._base_manager.all()).exists()]
    return found


def figures_now() -> dict[str, str]:
    """Every figure that the reports can count, as text."""
    return {key: value for source in registry.statistics for key, value in source.figures().items()}


def _rows(way: Way, person: Model | None) -> QuerySet | None:
    everything = way.model._base_manager.filter(way.within)
    if person is None:
        return everything
    find = way.of.get(type(person)) or way.of.get(Model)
    return everything.filter(find(person)) if find else None


def _keys(rows: QuerySet) -> list:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _erase_rows(erasure: Erasure, way: Way, keys: list, *, held: bool) -> int:
    rows = 0
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        if way.note:
            way.note(erasure, some)
        with connection.cursor() as cursor:
            cursor.execute(ERASE, [erasure.pk, way.table, [str(key) for key in some], held])
            rows += cursor.fetchone()[0]
    return rows


def _files_of(way: Way, keys: list) -> set[int]:
    found: set[int] = set()
    for name in way.files:
        rows = way.model._base_manager.filter(pk__in=keys, **{f"{name}__isnull": False})
        found |= set(rows.values_list(name, flat=True))
    return found


def _line(title: str, kind: Kind, rows: int, table: str = "centre_storedfile") -> dict:
    return {"title": str(title), "table": table, "method": kind.value, "rows": rows}


def _exception(law, rows: QuerySet) -> dict:
    until = law.until(rows)
    return {
        "title": law.title,
        "rows": rows.count(),
        "ground": law.ground,
        "until": until.isoformat() if until else "",
    }


def _forget_files(files: set[int]) -> int:
    """Delete the files that nothing leads to any more."""
    unused = StoredFile.objects.filter(pk__in=files)
    for model, name in links_to_files():
        unused = unused.exclude(Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    keys = list(unused.values_list("pk", flat=True))
    StoredFile.objects.filter(pk__in=keys).only("pk").delete()
    return len(keys)


def _compare(before: dict[str, str], after: dict[str, str]) -> None:
    different = sorted(key for key in before | after if before.get(key) != after.get(key))
    if different:
        raise DomainError(f"統計が変わるため、何も消しませんでした：{'、'.join(different[:5])}")
