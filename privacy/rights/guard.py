"""A person whose use is stopped is in no ranking, no invitation, no mail and no hand-off: asked by the acts, kept by
the database. Who may be put forward at all `JobseekerQuerySet.usable` says."""

import pgtrigger
from django.db.models import Model, QuerySet

from centre.errors import DomainError
from privacy.models import UseStop

STOPPED = "利用停止の請求により、この方の情報は使えません。照会・書類の作成・つなぎ・招待・メールはできません。"
_STOPPED_SQL = """
    EXISTS (SELECT 1 FROM privacy_usestop AS stop
             WHERE stop.subject = '{subject}' AND stop.subject_id = NEW.{column} AND stop.lifted_at IS NULL)
"""


def is_stopped(record: Model) -> bool:
    """Whether the use of somebody's data is stopped now."""
    return stops_in_force(type(record)).filter(subject_id=record.pk).exists()


def check_use(record: Model) -> None:
    """Raises DomainError while the use of somebody's data is stopped."""
    if is_stopped(record):
        raise DomainError(STOPPED)


def stops_in_force(model: type[Model]) -> QuerySet:
    """The stops of one kind of record that are not lifted."""
    return UseStop.objects.filter(subject=model._meta.label, lifted_at__isnull=True)


def stopped_keys(model: type[Model]) -> QuerySet:
    """The keys of those whose use is stopped, for a condition in a query."""
    return stops_in_force(model).values("subject_id")


def refused_while_stopped(name: str, subject: str, column: str, *, operation, also: str = "TRUE") -> pgtrigger.Trigger:
    """A trigger that refuses a row about somebody whose use is stopped, where the SQL `also` holds of NEW."""
    stopped = _STOPPED_SQL.format(subject=subject, column=column)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        func=f"""
            IF ({also}) AND {stopped} THEN
                RAISE EXCEPTION 'the use of this person is stopped' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def closed_while_stopped(name: str, subject: str, column: str, flag: str) -> pgtrigger.Trigger:
    """A trigger that keeps a flag of a row false while the use of its person is stopped."""
    stopped = _STOPPED_SQL.format(subject=subject, column=column)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"IF NEW.{flag} AND {stopped} THEN NEW.{flag} := FALSE; END IF; RETURN NEW;",
    )
