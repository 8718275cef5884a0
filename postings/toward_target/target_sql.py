"""The second count toward the target: SQL over the intervals of the ledger (DESIGN §4.2).

It shares nothing with the fold of `counting`: listings are intervals made by window functions.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.db.models import BigIntegerField, Expression

from centre.fiscal_year import FiscalYear
from postings.toward_target.counting import Policy, TargetCount

BASELINE = "baseline"
ELIGIBLE, EVERY = "eligible", "every"
NAMED = re.compile(r"%\((\w+)\)s")

# phase: the listing opened or ended by a line and what follows it; span: the lines that share one end of listing.
STORY = """
WITH line AS (
    SELECT id, posting_id, kind::text AS kind, effective_on, listed_until, eligible,
        count(*) FILTER (WHERE kind IN ('new', 'extended', 'relisted', 'ended')) OVER story AS phase,
        count(*) FILTER (WHERE kind IN ('new', 'extended', 'relisted')
            OR (kind IN ('changed', 'corrected') AND listed_until IS NOT NULL)) OVER story AS span
    FROM postings_publicationevent
    WHERE effective_on <= %(last)s
        AND (%(postings)s::bigint[] IS NULL OR posting_id = ANY(%(postings)s::bigint[]))
        AND (%(moved_from)s::date IS NULL OR posting_id IN (
            SELECT posting_id FROM postings_publicationevent
            WHERE effective_on BETWEEN %(moved_from)s::date AND %(moved_until)s::date
        ))
        AND (%(last_line)s::bigint IS NULL OR id <= %(last_line)s::bigint)
        AND (%(recorded_before)s::timestamptz IS NULL OR recorded_at < %(recorded_before)s::timestamptz)
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
        lag(until) OVER story AS until_before,
        lag(taken_down) OVER story AS taken_down_before,
        lead(effective_on) OVER story AS next_on
    FROM listing
    WINDOW story AS (PARTITION BY posting_id ORDER BY effective_on, id)
), standing AS (
    SELECT id, posting_id, eligible FROM told
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
    WHERE kind IN ('new', 'relisted', 'extended', 'changed') AND effective_on >= %(since)s
), counted AS (
    SELECT id, posting_id, effective_on, eligible, kind,
        NOT %(once)s OR row_number() OVER (
            PARTITION BY posting_id, effective_on
            ORDER BY array_position(ARRAY['new', 'relisted', 'extended', 'changed'], kind), id) = 1 AS among_all,
        NOT %(once)s OR row_number() OVER (
            PARTITION BY posting_id, effective_on, eligible
            ORDER BY array_position(ARRAY['new', 'relisted', 'extended', 'changed'], kind), id) = 1 AS among_alike
    FROM addition
), item AS (
    SELECT id, posting_id, 'eligible' AS scope, 0 AS month, 'baseline' AS kind FROM standing WHERE eligible
    UNION ALL SELECT id, posting_id, 'every', 0, 'baseline' FROM standing
    UNION ALL SELECT id, posting_id, 'eligible', extract(month FROM effective_on)::int, kind
        FROM counted WHERE eligible AND among_alike
    UNION ALL SELECT id, posting_id, 'every', extract(month FROM effective_on)::int, kind
        FROM counted WHERE among_all
)
"""
# People are the headcount of the postings behind a cell, each posting once: so each sum has its own grouping.
TALLY = "".join(
    (
        STORY,
        """, of_posting AS (
    SELECT scope, posting_id, month, kind, count(*) AS lines FROM item
    GROUP BY scope, posting_id, GROUPING SETS ((month, kind), (month), (kind), ())
)
SELECT scope, month, kind, sum(lines)::bigint, sum(headcount)::bigint
FROM of_posting JOIN postings_jobposting AS posting ON posting.id = of_posting.posting_id
GROUP BY scope, month, kind
""",
    )
)
LINES = "".join(
    (
        STORY,
        """SELECT id FROM item
WHERE scope = %(scope)s AND (%(counted_as)s::text IS NULL OR kind = %(counted_as)s::text)
""",
    )
)


@dataclass
class Tally:
    """What the database counts for a fiscal year: {(scope, month, kind): (postings, headcount)}.

    scope is `eligible` or `every` corporation; month is 1 to 12, 0 for the baseline, None for the whole year; kind is
    `baseline`, an addition, or None for all of them. Postings are 件; the headcount (人) takes each posting once, so
    the people of the months do not add up to those of the year.
    """

    cells: dict[tuple[str, int | None, str | None], tuple[int, int]] = field(default_factory=dict)

    def lines(self, month: int | None = None, kind: str | None = None, scope: str = ELIGIBLE) -> int:
        """件"""
        return self.cells.get((scope, month, kind), (0, 0))[0]

    def people(self, month: int | None = None, kind: str | None = None, scope: str = ELIGIBLE) -> int:
        """人"""
        return self.cells.get((scope, month, kind), (0, 0))[1]

    @property
    def count(self) -> int:
        """Baseline and additions of eligible lines."""
        return self.lines()

    @property
    def count_all(self) -> int:
        """The same for all corporations."""
        return self.lines(scope=EVERY)

    @property
    def baseline(self) -> int:
        """Eligible postings live throughout the turn of the year."""
        return self.lines(kind=BASELINE)

    @property
    def additions(self) -> dict[str, int]:
        """{kind: eligible additions}"""
        return {kind: self.lines(kind=kind) for kind in ("new", "extended", "changed", "relisted")}

    def moved(self, before: "Tally", after: "Tally") -> "Tally":
        """This tally after the postings counted in `before` have come to what `after` says of them."""
        cells = {}
        for key in {*self.cells, *before.cells, *after.cells}:
            own, old, new = (one.cells.get(key, (0, 0)) for one in (self, before, after))
            cells[key] = (own[0] - old[0] + new[0], own[1] - old[1] + new[1])
        return Tally(cells)

    def figures(self) -> dict[str, int]:
        """The figures that the fold finds too."""
        found = {"baseline": self.baseline, "baseline_all": self.lines(kind=BASELINE, scope=EVERY)} | self.additions
        found["additions_all"] = self.count_all - found["baseline_all"]
        found |= {
            f"{month}:{kind}": number[0]
            for (scope, month, kind), number in self.cells.items()
            if scope == ELIGIBLE and month and kind and number[0]
        }
        return found

    def as_rows(self) -> list[list]:
        """The cells as JSON keeps them."""
        return [[*key, *numbers] for key, numbers in self.cells.items()]

    @classmethod
    def of_rows(cls, rows: Iterable) -> "Tally":
        """The tally of rows (scope, month, kind, postings, people)."""
        return cls({(scope, month, kind): (lines, people) for scope, month, kind, lines, people in rows})


def figures_of_fold(counted: TargetCount) -> dict[str, int]:
    """The figures of the fold under the names of `Tally.figures`."""
    found = {"baseline": counted.baseline, "baseline_all": counted.baseline_all} | counted.additions
    found["additions_all"] = counted.additions_all
    for month, kinds in counted.by_month.items():
        found |= {f"{month}:{kind}": number for kind, number in kinds.items() if number}
    return found


def tally(
    year: FiscalYear,
    policy: Policy,
    *,
    postings: list[int] | None = None,
    last_line: int | None = None,
    last: date | None = None,
    recorded_before: datetime | None = None,
) -> Tally:
    """Count the ledger of the database by one query; of some postings, or of the lines up to one, when given."""
    days = parameters(year, policy, last=last, postings=postings, last_line=last_line, recorded_before=recorded_before)
    with connection.cursor() as cursor:
        cursor.execute(TALLY, days)
        return Tally.of_rows(cursor.fetchall())


class CountedLines(Expression):
    """The ids of the lines that a policy counts for a fiscal year, for `pk__in`; `counted_as` a kind or `baseline`.

    The latest line before the turn stands for each posting of the baseline. `within` two days reads only postings
    with a line between them: enough, and faster, when only such lines are asked for.
    """

    def __init__(
        self,
        year: FiscalYear,
        policy: Policy,
        *,
        scope: str = ELIGIBLE,
        counted_as: str = "",
        within: tuple[date, date] | None = None,
    ):
        super().__init__(output_field=BigIntegerField())
        moved_from, moved_until = within or (None, None)
        given = parameters(year, policy, moved_from=moved_from, moved_until=moved_until)
        self.given = given | {"scope": scope, "counted_as": counted_as or None}

    def as_sql(self, compiler, connection):
        """The query with its parameters in the order of their places."""
        return f"({NAMED.sub('%s', LINES)})", [self.given[name] for name in NAMED.findall(LINES)]


def parameters(year: FiscalYear, policy: Policy, **given) -> dict:
    """What STORY asks for; `last` and `since` are the year's own days unless given."""
    unset = dict.fromkeys(("postings", "last_line", "recorded_before", "moved_from", "moved_until"))
    own = {"first": year.start, "since": year.start, "gap": policy.short_gap_days, "once": policy.once_a_day}
    return unset | own | given | {"last": given.get("last") or year.end}
