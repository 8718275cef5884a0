"""The login of the backup service: it may read everything, copy the server and follow its log, and change nothing."""

from collections.abc import Iterator

from psycopg import sql


def grants(role: str) -> Iterator[sql.Composed]:
    """The statements, to be run by a superuser, that give an existing role its rights."""
    name = sql.Identifier(role)
    for text in (
        "ALTER ROLE {} LOGIN REPLICATION NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
        "GRANT pg_read_all_data TO {}",
    ):
        yield sql.SQL(text).format(name)
