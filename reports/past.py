"""The records as they were at an instant: temporary tables that stand in for the tables the figures are counted from.

PostgreSQL looks for a table among the temporary ones first. So the metrics ask their usual questions, and the answers
are those of the instant. A column that is not kept is missing there: a figure that needs it fails instead of lying.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql


@dataclass(frozen=True)
class Source:
    """A table that figures are counted from, with the columns that are kept when a record changes or goes.

    `came_in` is the column with the time at which a record came in; without one the triggers note when it did. No
    columns at all means every column, `-name` every column but that one. A column written `name:year` is kept as the
    first day of its year.
    """

    table: str
    columns: tuple[str, ...] = ()
    came_in: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every column is there (what is not kept is empty in records that have changed since)."""
        return all(column.startswith("-") for column in self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are kept by name."""
        return () if self.is_whole else tuple(column.partition(":")[0] for column in self.columns)


def _source(table: str, columns: str = "", came_in: str = "") -> Source:
    return Source(table, tuple(columns.split()), came_in)


SOURCES = (
    _source("centre_appointment", "-remark"),
    _source("centre_attendance", "training_id user_id"),
    _source("centre_closure", "-name -basis -consulted_with -instruction"),
    _source("centre_contract"),
    _source("centre_duty", "-remark"),
    _source("centre_training", "subject planned_on held_on"),
    _source("privacy_registerentry", "kind state asked_on answered_on closed_on", "recorded_at"),
    _source("privacy_incident", "is_exercise kind noticed_at told_at withdrawn_at", "pressed_at"),
    _source(
        "employers_establishment",
        "corporation_id industry_id municipality_id employees merged_into_id",
        "created_at",
    ),
    _source("employers_registration", "establishment_id source registered_on renewed_on ended_on", "recorded_at"),
    _source("employers_renewal", "registration_id renewed_on", "recorded_at"),
    _source("employers_visit", "establishment_id visited_on leaflets", "recorded_at"),
    _source(
        "employers_schemenotice",
        "establishment_id scheme_id noticed_on method state leaflets handed_over_on",
        "recorded_at",
    ),
    _source("employers_campaign", "method", "created_at"),
    _source("employers_attempt", "case_id made_at outcome updated_record"),
    _source(
        "jobseekers_jobseeker",
        "gender birth_date:year prefecture_id turn wished_timing wished_areas",
        "created_at",
    ),
    _source("jobseekers_jobseeker_wished_occupations", "jobseeker_id occupation_id place"),
    _source("jobseekers_jobseeker_wished_municipalities", "jobseeker_id municipality_id"),
    _source("jobseekers_caseconference", "held_on", "recorded_at"),
    _source("postings_jobposting", "establishment_id occupation_id source received_on headcount", "created_at"),
    _source("postings_publicationevent", "posting_id kind effective_on listed_until eligible", "recorded_at"),
    _source(
        "consultations_consultation",
        "party establishment_id jobseeker_id agency_id method held_at is_continuing topic groups people",
        "recorded_at",
    ),
    _source(
        "referrals_referral",
        "jobseeker_id posting_id stage informed_on applied_on documents_on interviewed_on offered_on joined_on "
        "closed_on ended_reason",
        "recorded_at",
    ),
    _source("referrals_centreevent", "kind run_by state last_on", "recorded_at"),
    _source(
        "referrals_eventguest",
        "event_id party standing is_walk_in groups people establishment_id jobseeker_id",
        "recorded_at",
    ),
    _source("referrals_eventoutcome", "guest_id kind", "recorded_at"),
    _source("referrals_relocation", "referral_id moves moved_from_id moved_to_id subsidy_expected"),
    _source("reports_meeting", "kind way held_on state", "recorded_at"),
    _source(
        "referrals_handoff",
        "direction agency_id establishment_id jobseeker_id consultation_id handed_on answer answered_on "
        "answered_on_page",
        "recorded_at",
    ),
)
# Lists of names, and links and reports that do not change once they are there.
LASTING = frozenset(
    {
        "centre_industry",
        "centre_municipality",
        "centre_occupation",
        "centre_partneragency",
        "centre_prefecture",
        "centre_user",
        "employers_campaigncase",
        "employers_scheme",
        "reports_report",
    }
)


class NotKept(Exception):
    """A figure is counted from a table whose past is not kept; the argument is the table's name."""


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Within the block every query sees the records as they were at an instant.

    A query that reads a table whose past is not kept raises NotKept.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for source in SOURCES:
            _stand_in(cursor, source, moment)
        try:
            with connection.execute_wrapper(_only_what_is_kept):
                yield
        finally:
            if not connection.needs_rollback:
                for source in SOURCES:
                    cursor.execute(sql.SQL("DROP TABLE pg_temp.{}").format(sql.Identifier(source.table)))


def _stand_in(cursor, source: Source, moment: datetime) -> None:
    table = sql.Identifier(source.table)
    wanted = ("id", *source.names, *([source.came_in] if source.came_in else ())) if source.names else ()
    columns = [sql.Identifier(name) for name in wanted]

    def of(alias: str) -> sql.Composable:
        row = sql.Identifier(alias)
        if not columns:
            return sql.SQL("{}.*").format(row)
        return sql.SQL(", ").join(sql.SQL("{}.{}").format(row, column) for column in columns)

    def came_in(alias: str) -> sql.Composable:
        if not source.came_in:
            return sql.SQL("TRUE")
        return sql.SQL("{}.{} <= {}").format(sql.Identifier(alias), sql.Identifier(source.came_in), moment)

    cursor.execute(
        sql.SQL(
            "CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS"
            " WITH past AS (SELECT DISTINCT ON (record) record, facts FROM reports_recordpast"
            " WHERE source = {name} AND at > {moment} ORDER BY record, at, id)"
            " SELECT {now_columns} FROM public.{table} AS now_there"
            " WHERE {was_there} AND NOT EXISTS (SELECT 1 FROM past WHERE past.record = now_there.id)"
            " UNION ALL SELECT {past_columns} FROM past,"
            " jsonb_populate_record(NULL::public.{table}, past.facts) AS was"
            " WHERE past.facts IS NOT NULL AND {had_come}"
        ).format(
            table=table,
            name=sql.Literal(source.table),
            moment=moment,
            now_columns=of("now_there"),
            past_columns=of("was"),
            was_there=came_in("now_there"),
            had_come=came_in("was"),
        )
    )
    cursor.execute(sql.SQL("CREATE INDEX ON pg_temp.{} (id)").format(table))
    for column in source.names:
        if column.endswith(("_id", "_on", "_at")):
            cursor.execute(sql.SQL("CREATE INDEX ON pg_temp.{} ({})").format(table, sql.Identifier(column)))
    cursor.execute(sql.SQL("ANALYZE pg_temp.{}").format(table))


def _only_what_is_kept(execute, query, params, many, context):
    text = query if isinstance(query, str) else query.as_string(context["connection"].connection)
    kept = {source.table for source in SOURCES} | LASTING
    for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', text):
        if name in _tables() and name not in kept:
            raise NotKept(name)
    return execute(query, params, many, context)


def _tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
