"""Recording costs and personnel costs, correcting and voiding them (contract 10(1)②, 12(2)); nothing is deleted."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.files import store
from centre.fiscal_year import FiscalYear
from centre.models import StoredFile, User
from reports.models import Cost, Labour


def record_cost(*, evidence=None, by: User, **fields) -> Cost:
    """Record a payment; `evidence` is an uploaded scan. Raises DomainError for a voucher used twice."""
    with transaction.atomic():
        year = FiscalYear.of(fields["paid_on"])
        _refuse_double(year, fields["voucher"])
        return Cost.objects.create(fiscal_year=year.year, recorded_by=by, evidence=_kept(evidence), **fields)


def change_cost(cost: Cost, version: int, *, evidence=None, by: User, **fields) -> Cost:
    """Correct a payment; the earlier content stays in its history. Raises EditConflict, or DomainError when voided."""
    with transaction.atomic():
        record = lock_for_edit(Cost, cost.pk, version)
        if record.voided:
            raise DomainError("取り消した経費は直せません。新しく記録してください。")
        year = FiscalYear.of(fields["paid_on"])
        _refuse_double(year, fields["voucher"], but=record.pk)
        record.fiscal_year, record.recorded_by = year.year, by
        record.evidence = _kept(evidence) or record.evidence
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()
    return record


def void_cost(cost: Cost, version: int, *, reason: str, by: User) -> Cost:
    """Take a payment out of all sums, with the reason; the row and its evidence stay."""
    with transaction.atomic():
        record = lock_for_edit(Cost, cost.pk, version)
        if record.voided:
            raise DomainError("この経費はすでに取り消されています。")
        record.voided, record.recorded_by = reason, by
        record.save()
    return record


def record_labour(*, month: date, user: User, work: str, hours: Decimal, rate: int, evidence=None, by: User) -> Labour:
    """Record what somebody worked in a month. Raises DomainError when the month has this person and work already."""
    with transaction.atomic():
        first = month.replace(day=1)
        if Labour.objects.filter(month=first, user=user, work=work).exists():
            raise DomainError("この職員のこの月・この業務の人件費は、すでに記録されています。", "user")
        return Labour.objects.create(
            fiscal_year=FiscalYear.of(first).year,
            month=first,
            user=user,
            work=work,
            hours=hours,
            rate=rate,
            evidence=_kept(evidence),
            recorded_by=by,
        )


def change_labour(labour: Labour, version: int, *, hours: Decimal, rate: int, evidence=None, by: User) -> Labour:
    """Correct hours or rate; person, month and work stay. Raises EditConflict."""
    with transaction.atomic():
        record = lock_for_edit(Labour, labour.pk, version)
        record.hours, record.rate, record.recorded_by = hours, rate, by
        record.evidence = _kept(evidence) or record.evidence
        record.save()
    return record


def _refuse_double(year: FiscalYear, voucher: str, but: int | None = None) -> None:
    if Cost.objects.filter(fiscal_year=year.year, voucher=voucher, voided="").exclude(pk=but).exists():
        raise DomainError("この証拠書類の番号は、この年度にすでに記録されています。", "voucher")


def _kept(upload) -> StoredFile | None:
    if not upload:
        return None
    return store(upload.name, upload.content_type, upload.read())
