"""What the database itself refuses of an entry: days out of order, an unknown step, a changed permit."""

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.lookups import Exact

from privacy.registers.catalogue import ABOUT_STAFF, KINDS, PERMIT_KEYS
from privacy.registers.courses import FINAL, State

ORDER = "日付の順が合いません。申請・受領した日より後、実施した日より後の日を入れてください。"
NOT_PERMITTED = "県の承諾の前には行えません。承諾した日と同じか、後の日を入れてください。"
NO_PROOF = "県の承諾には、県の文書の番号か、県担当者の画面での承諾が要ります。"
SAME_PERSON = "申請した人は承諾できません。"
NO_RESULT = "終えるときは、日付と結果を入れてください。"
NO_NOTICE = "退職時の再確認では、確認した周知文の版を選んでください。"
TWICE = "この職員には、まだ終わっていない同じ記録があります。"
NO_NAME = "何についての記録かを入れてください。"

_BEGINS = ", ".join(f"('{key}', '{kind.course.begins}')" for key, kind in KINDS.items())
_MOVES = ", ".join(f"('{key}', '{old}', '{new}')" for key, kind in KINDS.items() for old, new in kind.course.moves)
# What the prefecture was asked and said; nobody changes it afterwards.
_FROZEN = (
    "subject",
    "counterpart",
    "person_id",
    "quantity",
    "unit",
    "details",
    "asked_on",
    "asked_by_id",
    "permitted_on",
    "consent_number",
    "decided_by_id",
)


def in_order(earlier: str, later: str) -> models.CheckConstraint:
    """`later` is on or after `earlier`, where both are known."""
    either_open = Q(**{f"{earlier}__isnull": True}) | Q(**{f"{later}__isnull": True})
    return models.CheckConstraint(
        condition=either_open | Q(**{f"{later}__gte": F(earlier)}),
        name=f"entry_{later}_after_{earlier}"[:60],
        violation_error_message=ORDER,
    )


def needs(state: State, name: str, condition: Q, message: str) -> models.CheckConstraint:
    """In a state, something has to be there."""
    return models.CheckConstraint(condition=~Q(state=state) | condition, name=name, violation_error_message=message)


CONSTRAINTS = [
    models.UniqueConstraint(fields=["kind", "fiscal_year", "number"], name="entry_number_once_a_year"),
    models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="entry_kind_known"),
    models.CheckConstraint(condition=Q(state__in=State.values), name="entry_state_known"),
    models.CheckConstraint(
        condition=Exact(Func(F("details"), function="jsonb_typeof", output_field=TextField()), Value("object")),
        name="entry_details_are_an_object",
    ),
    models.CheckConstraint(
        condition=~Q(subject="") | Q(person__isnull=False), name="entry_has_a_name", violation_error_message=NO_NAME
    ),
    models.CheckConstraint(
        condition=~Q(kind__in=ABOUT_STAFF) | Q(person__isnull=False),
        name="entry_about_staff_names_them",
        violation_error_message=NO_NAME,
    ),
    models.UniqueConstraint(
        fields=["kind", "person"],
        condition=Q(kind__in=ABOUT_STAFF, state=State.OPEN),
        name="entry_open_once_per_person",
        violation_error_message=TWICE,
    ),
    in_order("asked_on", "due_on"),
    in_order("asked_on", "permitted_on"),
    in_order("asked_on", "carried_on"),
    in_order("asked_on", "answered_on"),
    in_order("asked_on", "closed_on"),
    in_order("carried_on", "closed_on"),
    in_order("answered_on", "closed_on"),
    models.CheckConstraint(
        condition=~Q(kind__in=PERMIT_KEYS)
        | Q(carried_on__isnull=True)
        | Q(permitted_on__isnull=False, carried_on__gte=F("permitted_on")),
        name="entry_carried_only_when_permitted",
        violation_error_message=NOT_PERMITTED,
    ),
    models.CheckConstraint(
        condition=Q(permitted_on__isnull=True) | ~Q(consent_number="") | Q(decided_by__isnull=False),
        name="entry_permit_is_proven",
        violation_error_message=NO_PROOF,
    ),
    models.CheckConstraint(
        condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
        name="entry_decided_by_somebody_else",
        violation_error_message=SAME_PERSON,
    ),
    needs(State.PERMITTED, "entry_permitted_has_day", Q(permitted_on__isnull=False), NOT_PERMITTED),
    needs(State.CARRIED, "entry_carried_has_day", Q(carried_on__isnull=False), NOT_PERMITTED),
    needs(State.ANSWERED, "entry_answered_has_day", Q(answered_on__isnull=False) & ~Q(answer=""), NO_RESULT),
    models.CheckConstraint(
        condition=~Q(state__in=FINAL) | (Q(closed_on__isnull=False) & ~Q(result="")),
        name="entry_closed_has_result",
        violation_error_message=NO_RESULT,
    ),
    models.CheckConstraint(
        condition=~Q(kind__in=PERMIT_KEYS, state=State.CLOSED) | Q(carried_on__isnull=False),
        name="entry_closed_permit_was_used",
        violation_error_message=NOT_PERMITTED,
    ),
    models.CheckConstraint(
        condition=~Q(kind="leaving", state=State.CLOSED) | Q(notice__isnull=False),
        name="entry_leaving_names_notice",
        violation_error_message=NO_NOTICE,
    ),
]

TRIGGERS = [
    pgtrigger.Protect(name="entry_is_never_deleted", operation=pgtrigger.Delete),
    pgtrigger.Trigger(
        name="entry_begins_its_course",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF (NEW.kind, NEW.state) NOT IN ({_BEGINS}) THEN
                RAISE EXCEPTION 'an entry begins its course at the beginning' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    ),
    pgtrigger.Trigger(
        name="entry_follows_its_course",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF (NEW.kind, NEW.fiscal_year, NEW.number) IS DISTINCT FROM (OLD.kind, OLD.fiscal_year, OLD.number) THEN
                RAISE EXCEPTION 'an entry keeps its number' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state <> OLD.state AND (NEW.kind, OLD.state, NEW.state) NOT IN ({_MOVES}) THEN
                RAISE EXCEPTION 'no step of the course' USING ERRCODE = 'check_violation';
            END IF;
            IF OLD.permitted_on IS NOT NULL AND ROW({", ".join(f"NEW.{one}" for one in _FROZEN)})
                IS DISTINCT FROM ROW({", ".join(f"OLD.{one}" for one in _FROZEN)}) THEN
                RAISE EXCEPTION 'what was permitted stays as it was' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    ),
]
