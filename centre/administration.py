"""What an administrator keeps: the contract, the calendar and the people."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import Closure, Contract, User
from centre.registry import registry
from centre.roles import Role

# Sent in the transaction in which an administrator (`by`) takes away the second factor of `user`.
second_factor_forgotten = Signal()


def change_contract(contract: Contract, version: int, *, by: User, **terms) -> Contract:
    """Change the terms of a fiscal year's contract. Raises EditConflict; DomainError for a mode without licence."""
    _require_licence(terms)
    with transaction.atomic():
        record = lock_for_edit(Contract, contract.pk, version)
        for name, value in terms.items():
            setattr(record, name, value)
        record.save()
    return record


def open_contract(*, fiscal_year: int, by: User, **terms) -> Contract:
    """Add the contract of another fiscal year. Raises DomainError when that year has one."""
    _require_licence(terms)
    try:
        with transaction.atomic():
            return Contract.objects.create(fiscal_year=fiscal_year, **terms)
    except IntegrityError as error:
        raise DomainError("この年度の契約はすでにあるか、日付と時刻の前後が合いません。", "fiscal_year") from error


def close_day(
    *, day: date, kind: str, name: str, basis: str = "", consulted_at: datetime | None = None, by: User, **told
) -> Closure:
    """Mark a day as closed. A temporary closure needs the time at which the prefecture was consulted (8(1)①).

    `told` are the closure's other facts: its hours, whom the counter consulted and the prefecture's instruction.
    """
    terms = {"kind": kind, "name": name, "basis": basis, "consulted_at": consulted_at, **told}
    _require_consultation(terms)
    try:
        with transaction.atomic():
            return Closure.objects.create(date=day, **terms)
    except IntegrityError as error:
        raise DomainError("その日には同じ区分の休業日がすでにあります。", "date") from error


def change_closure(closure: Closure, version: int, *, by: User, **terms) -> Closure:
    """Change a closed day. Raises EditConflict, and DomainError as `close_day`."""
    _require_consultation(terms)
    try:
        with transaction.atomic():
            record = lock_for_edit(Closure, closure.pk, version)
            for name, value in terms.items():
                setattr(record, name, value)
            record.save()
    except IntegrityError as error:
        raise DomainError("その日には同じ区分の休業日がすでにあります。", "date") from error
    return record


def open_day(closure: Closure, *, by: User) -> None:
    """Take a closed day out of the calendar."""
    closure.delete()


def open_account(*, email: str, name: str, role: str, password: str, organisation: str = "", by: User) -> User:
    """Open an account; only an administrator does. Raises DomainError when the address is taken."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name, role=role, organisation=organisation)
    except IntegrityError as error:
        raise DomainError("このメールアドレスはすでに使われています。", "email") from error


def change_account(
    user: User,
    *,
    name: str,
    role: str,
    organisation: str,
    is_active: bool,
    forgets_second_factor: bool = False,
    by: User,
) -> User:
    """Change a person's role or close the account. The last active administrator stays one.

    What the rooms declared for a closed account is done with it. `forgets_second_factor` takes away device and
    recovery codes of somebody who lost both.
    """
    with transaction.atomic():
        people = {
            person.pk: person for person in User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True)
        }
        if user.pk in people and len(people) == 1 and (role != Role.ADMIN or not is_active):
            raise DomainError("システム管理者が一人もいなくなるため、変更できません。", "role")
        record = User.objects.select_for_update().get(pk=user.pk)
        if record.is_active and not is_active:
            for one in registry.account_closings:
                one.carry(record, timezone.localdate(), by)
        record.name, record.role, record.organisation, record.is_active = name, role, organisation, is_active
        record.save(update_fields=["name", "role", "organisation", "is_active"])
        if forgets_second_factor and record.authenticator_set.all().delete()[0]:
            second_factor_forgotten.send(User, user=record, by=by)
    return record


def _require_licence(terms: dict) -> None:
    placed = terms.get("placement_mode", "A") != "A"
    if placed and not (terms.get("licence_number") and terms.get("licence_valid_until")):
        raise DomainError("運営の形BとCには、許可番号と有効期限が要ります。", "licence_number")


def _require_consultation(terms: dict) -> None:
    temporary = terms["kind"] == Closure.Kind.TEMPORARY
    if temporary and terms.get("consulted_at") is None:
        raise DomainError(
            "臨時に閉めるときは直ちに県に相談します。相談した日時を入れてください（契約 8(1)①）。", "consulted_at"
        )
    starts, ends = terms.get("starts_at"), terms.get("ends_at")
    if (starts or ends) and not (temporary and starts and ends and starts < ends):
        raise DomainError("時刻は臨時閉所にだけ、閉めた時刻と開けた時刻の両方を、順に入れてください。", "starts_at")
