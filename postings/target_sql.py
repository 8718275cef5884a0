"""The second count toward the target: one SQL query over the intervals of the ledger (DESIGN §4.2).

It shares nothing with `postings.counting`: listings are intervals made by window functions, not a fold over lines.
"""

from dataclasses import dataclass

from django.db import connection

from centre.fiscal_year import FiscalYear
from postings.counting import Policy, TargetCount

# phase: the listing opened or ended by a line and what follows it; span: the lines that share one end of listing.
QUERY = """
WITH line AS (
    SELECT id, posting_id, kind::text AS kind, effective_on, listed_until, eligible,
        count(*) FILTER (WHERE kind IN ('new', 'extended', 'relisted', 'ended')) OVER story AS phase,
        count(*) FILTER (WHERE kind IN ('new', 'extended', 'relisted')
            OR (kind IN ('changed', 'corrected') AND listed_until IS NOT NULL)) OVER story AS span
    FROM postings_publicationevent
    WHERE effective_on <= %(last)s
    WINDOW story AS (PARTITION BY posting_id ORDER BY effective_on, id)
), listing AS (
    SELECT line.*,
        first_value(kind) OVER in_phase = 'ended' AS taken_down,
        first_value(effective_on) OVER in_phase AS phase_from,
        first_value(listed_until) OVER (PARTITION BY posting_id, span ORDER BY effective_on, id) AS until
    FROM line
    WINDOW in_phase AS (PARTITION BY posting_id, phase ORDER BY effective_on, id)
), told AS (
    SELECT listing.*,
        lag(CASE WHEN taken_down THEN phase_from ELSE until + 1 END) OVER story AS gone_on,
        lead(effective_on) OVER story AS next_on
    FROM listing
    WINDOW story AS (PARTITION BY posting_id ORDER BY effective_on, id)
), standing AS (
    SELECT eligible FROM told
    WHERE effective_on < %(first)s AND (next_on IS NULL OR next_on >= %(first)s)
        AND NOT taken_down AND (until IS NULL OR until >= %(first)s)
        AND NOT EXISTS (
            SELECT FROM line WHERE line.posting_id = told.posting_id
                AND line.kind = 'ended' AND line.effective_on = %(first)s
        )
), addition AS (
    SELECT id, posting_id, effective_on, eligible,
        CASE WHEN kind <> 'relisted' OR %(gap)s::int IS NULL THEN kind
            WHEN effective_on - gone_on <= %(gap)s::int THEN 'extended' ELSE 'new' END AS kind
    FROM told
    WHERE kind IN ('new', 'relisted', 'extended', 'changed') AND effective_on >= %(first)s
), counted AS (
    SELECT kind, eligible,
        NOT %(once)s OR row_number() OVER (
            PARTITION BY posting_id, effective_on
            ORDER BY array_position(ARRAY['new', 'relisted', 'extended', 'changed'], kind), id) = 1 AS among_all,
        NOT %(once)s OR row_number() OVER (
            PARTITION BY posting_id, effective_on, eligible
            ORDER BY array_position(ARRAY['new', 'relisted', 'extended', 'changed'], kind), id) = 1 AS among_alike
    FROM addition
)
SELECT (SELECT count(*) FILTER (WHERE eligible) FROM standing),
    (SELECT count(*) FROM standing),
    count(*) FILTER (WHERE kind = 'new' AND eligible AND among_alike),
    count(*) FILTER (WHERE kind = 'extended' AND eligible AND among_alike),
    count(*) FILTER (WHERE kind = 'changed' AND eligible AND among_alike),
    count(*) FILTER (WHERE kind = 'relisted' AND eligible AND among_alike),
    count(*) FILTER (WHERE among_all)
FROM counted
"""


@dataclass(frozen=True)
class SqlCount:
    """What the database counts for a fiscal year: of eligible lines, and of all lines beside it."""

    baseline: int
    baseline_all: int
    new: int
    extended: int
    changed: int
    relisted: int
    additions_all: int

    @property
    def count(self) -> int:
        """Baseline and additions of eligible lines."""
        return self.baseline + self.new + self.extended + self.changed + self.relisted

    def agrees_with(self, counted: TargetCount) -> bool:
        """Whether the fold over the lines found the same, figure by figure."""
        return counted.additions == {
            "new": self.new,
            "extended": self.extended,
            "changed": self.changed,
            "relisted": self.relisted,
        } and (self.baseline, self.baseline_all, self.additions_all) == (
            counted.baseline,
            counted.baseline_all,
            counted.additions_all,
        )


def count_by_sql(year: FiscalYear, policy: Policy) -> SqlCount:
    """Count the ledger of the database by one query."""
    days = {"first": year.start, "last": year.end, "gap": policy.short_gap_days, "once": policy.once_a_day}
    with connection.cursor() as cursor:
        cursor.execute(QUERY, days)
        return SqlCount(*cursor.fetchone())
