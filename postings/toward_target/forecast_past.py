"""What the forecast reads of the ledger, as it was known on a day: one query over the same intervals as the count."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import connection

from centre.filters import midnight_after
from centre.fiscal_year import FiscalYear
from postings.toward_target.counting import Policy
from postings.toward_target.forecasting import RECENT, USUAL_TERM, YEAR, Past
from postings.toward_target.target_sql import STORY, parameters

KNOWN_YEAR = timedelta(days=365)
# A listing may still be extended on the day after its last: only those run out before that are known to have lapsed.
PAST = "".join(
    (
        STORY,
        """, followed AS (
    SELECT told.*, lead(kind) OVER (PARTITION BY posting_id ORDER BY effective_on, id) AS next_kind
    FROM told
)
SELECT 'baseline' AS what, NULL::date AS day, '' AS word, count(*) AS number FROM standing WHERE eligible
UNION ALL SELECT 'arrived', counted.effective_on, line.kind, count(*)
    FROM counted JOIN line ON line.id = counted.id WHERE counted.eligible AND among_alike
    GROUP BY counted.effective_on, line.kind
UNION ALL SELECT 'due', until, '', count(*) FROM followed
    WHERE eligible AND next_on IS NULL AND NOT taken_down AND until >= %(last)s GROUP BY until
UNION ALL SELECT 'lead', NULL, (until_before - effective_on)::text, count(*) FROM followed
    WHERE eligible AND kind = 'extended' AND until_before BETWEEN %(year_ago)s AND %(settled)s
    GROUP BY until_before - effective_on
UNION ALL SELECT 'lapsed', NULL, '', count(*) FROM followed
    WHERE eligible AND NOT taken_down AND until BETWEEN %(year_ago)s AND %(settled)s AND effective_on <= until
        AND (next_on IS NULL OR (next_on > until AND next_kind NOT IN ('extended', 'ended')))
UNION ALL SELECT 'taken_down', NULL, '', count(*) FROM followed
    WHERE eligible AND kind = 'ended' AND effective_on <= until_before
        AND until_before BETWEEN %(year_ago)s AND %(settled)s
UNION ALL SELECT 'term', NULL, 'new', percentile_disc(0.5) WITHIN GROUP (ORDER BY listed_until - effective_on + 1)
    FROM followed WHERE eligible AND kind IN ('new', 'relisted') AND effective_on > %(year_ago)s
UNION ALL SELECT 'term', NULL, 'extended', percentile_disc(0.5) WITHIN GROUP (ORDER BY listed_until - until_before)
    FROM followed WHERE eligible AND kind = 'extended' AND effective_on > %(year_ago)s
UNION ALL SELECT 'begins', min(effective_on), '', 0 FROM line
""",
    )
)


def past_of(year: FiscalYear, policy: Policy, known_to: date) -> Past:
    """What the ledger told at the end of a day: lines with effect up to it that were recorded up to it."""
    return _past(year, policy, known_to, recorded_before=midnight_after(known_to))


def past_as_known_now(year: FiscalYear, policy: Policy, known_to: date) -> Past:
    """The same with every line that is known today, however late it was recorded."""
    return _past(year, policy, known_to, recorded_before=None)


def _past(year: FiscalYear, policy: Policy, known_to: date, *, recorded_before) -> Past:
    given = parameters(year, policy, last=known_to, recorded_before=recorded_before)
    given |= {
        "since": min(year.start, known_to - YEAR - RECENT),
        "year_ago": known_to - KNOWN_YEAR,
        "settled": known_to - timedelta(days=2),
    }
    with connection.cursor() as cursor:
        cursor.execute(PAST, given)
        rows = cursor.fetchall()
    return _read(rows, year, known_to)


def _read(rows: list[tuple], year: FiscalYear, known_to: date) -> Past:
    of: dict[str, list[tuple]] = defaultdict(list)
    for what, day, word, number in rows:
        of[what].append((day, word, number))
    arrivals: dict[str, dict[date, int]] = {}
    for day, word, number in of["arrived"]:
        arrivals.setdefault(word, {})[day] = number
    terms = {word: number for _, word, number in of["term"]}
    added = sum(number for days in arrivals.values() for day, number in days.items() if day >= year.start)
    return Past(
        known_to=known_to,
        count=of["baseline"][0][2] + added,
        arrivals=arrivals,
        due={day: number for day, _, number in of["due"]},
        leads={int(word): number for _, word, number in of["lead"]},
        lapsed=of["lapsed"][0][2],
        taken_down=of["taken_down"][0][2],
        term_new=terms["new"] or USUAL_TERM,
        term_extended=max(1, terms["extended"] or USUAL_TERM),
        begins=of["begins"][0][0],
    )
