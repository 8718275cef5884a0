"""Erased rows leave the disk: tables are rewritten, the log is switched and not reused (as the owner of the tables).

PostgreSQL keeps the old version of a row in its page, and a copy of a change in the write-ahead log, until they are
overwritten. What cannot be rewritten here (archived log, old backups) becomes unreadable when the backups' keys go.
"""

from dataclasses import dataclass

from django.db import connection
from psycopg import sql

OWNED = """
    SELECT coalesce(bool_and(pg_has_role(current_user, relowner, 'USAGE')), false) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""
SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
# Most common values and histograms of columns are copies of what stood in them.
STATISTICS = ("pg_statistic", "pg_statistic_ext_data", "pg_largeobject")
SEGMENTS = "SELECT count(*) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' AND name "
CURRENT = "pg_walfile_name(pg_current_wal_lsn())"
OLD_SEGMENTS = f"{SEGMENTS} < {CURRENT}"
# Segments that were renamed for later use before: old content under a new name.
WAITING = f"{SEGMENTS} > {CURRENT}"
MOST_SWITCHES = 64


@dataclass(frozen=True)
class Rewritten:
    """What was rewritten: tables, whether the statistics were too, and whether the old log is gone."""

    tables: int
    statistics: bool
    log: bool


def owns_the_tables() -> bool:
    """Whether this connection may rewrite the tables; the role of web and worker may not in production."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED)
        return cursor.fetchone()[0]


def rewrite_everything() -> Rewritten:
    """Rewrite every table, the planner's statistics and, where the rights reach that far, the write-ahead log."""
    with connection.cursor() as cursor:
        cursor.execute(SUPERUSER)
        is_superuser = cursor.fetchone()[0]
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(sql.SQL("VACUUM (FULL, ANALYZE) public.{}").format(sql.Identifier(table)))
        if is_superuser:
            for table in STATISTICS:
                cursor.execute(sql.SQL("VACUUM (FULL) pg_catalog.{}").format(sql.Identifier(table)))
            _forget_the_log(cursor)
    return Rewritten(len(tables), is_superuser, is_superuser)


def _forget_the_log(cursor) -> None:
    """Old segments are removed instead of being reused under a new name with their old content in them."""
    for statement in (
        "ALTER SYSTEM SET wal_recycle = off",
        "ALTER SYSTEM SET min_wal_size = '32MB'",
        "SELECT pg_reload_conf()",
    ):
        cursor.execute(statement)
    try:
        cursor.execute(WAITING)
        # Each is used up once, so that what is left of it is filled with zeros; two more for those made meanwhile.
        least = cursor.fetchone()[0] + 2
        for number in range(least + MOST_SWITCHES):
            cursor.execute("SELECT pg_logical_emit_message(false, 'privacy.erasing', 'erased')")
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")
            cursor.execute(OLD_SEGMENTS)
            if number >= least and cursor.fetchone()[0] == 0:
                break
    finally:
        for statement in (
            "ALTER SYSTEM RESET wal_recycle",
            "ALTER SYSTEM RESET min_wal_size",
            "SELECT pg_reload_conf()",
        ):
            cursor.execute(statement)
