"""What the machines under the product must offer, asked by `migrate` and `check --database default`."""

from collections.abc import Iterable

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

CTYPE_ADVICE = (
    "Create the database with a libc UTF-8 ctype, for example: CREATE DATABASE centre TEMPLATE template0 "
    "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'; / "
    "データベースを UTF-8 の LC_CTYPE(C.UTF-8 または ja_JP.UTF-8)で作り直してください。docs/operations.md を参照。"
)


def knows_japanese_letters(connection: object) -> bool:
    """Whether pg_trgm makes trigrams of Japanese; before the extension is there, whether the ctype lets it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datctype, EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')"
            " FROM pg_database WHERE datname = current_database()"
        )
        ctype, installed = cursor.fetchone()
        if not installed:
            return ctype not in {"C", "POSIX"}
        cursor.execute("SELECT cardinality(show_trgm(%s)) > 0", ["熊本"])
        return cursor.fetchone()[0]


@register(Tags.database)
def database_compares_japanese(databases: Iterable[str] | None = None, **_kwargs: object) -> list[CheckMessage]:
    """An error for every database where the search for similar Japanese names would find nothing."""
    return [
        Error(
            f"The database “{alias}” has an LC_CTYPE that knows no Japanese letters: similar names are not found. / "
            f"データベース「{alias}」の LC_CTYPE では日本語の類似検索ができません。",
            hint=CTYPE_ADVICE,
            id="config.E001",
        )
        for alias in databases or []
        if connections[alias].vendor == "postgresql" and not knows_japanese_letters(connections[alias])
    ]
