"""A million consultations over five years, laid over the sample of the demo by one statement each."""

from django.core.management import call_command
from django.db import connection

# Half with employers (nine in ten of them registered), the rest with people (two in three of them registered).
FILL = """
WITH ids AS MATERIALIZED (
    SELECT (SELECT array_agg(id) FROM employers_establishment) AS establishments,
           (SELECT array_agg(id) FROM jobseekers_jobseeker) AS jobseekers,
           (SELECT array_agg(id) FROM centre_user) AS counsellors
), drawn AS MATERIALIZED (
    SELECT n, random() AS party, random() AS known, random() AS moment, random() AS topic,
           1 + floor(random() * 1e6)::int AS one, 1 + floor(random() * 1e6)::int AS other
    FROM generate_series(1, %(number)s) AS n
), told AS MATERIALIZED (
    SELECT *, CASE WHEN party < 0.5 THEN 'employer' WHEN party < 0.8 THEN 'jobseeker' WHEN party < 0.86 THEN 'returnee'
                   WHEN party < 0.9 THEN 'guardian' ELSE 'anonymous' END AS who
    FROM drawn
)
INSERT INTO consultations_consultation (
    party, establishment_id, jobseeker_id, caller, method, held_at, is_continuing, topic, more_topics, summary, note,
    groups, people, counsellor_id, recorded_at, version
)
SELECT who,
       CASE WHEN who = 'employer' AND known < 0.9
            THEN establishments[1 + one %% cardinality(establishments)] END,
       CASE WHEN who IN ('jobseeker', 'returnee', 'guardian') AND known < 0.8
            THEN jobseekers[1 + one %% cardinality(jobseekers)] END,
       CASE WHEN who = 'employer' THEN '架空の会社' ELSE '' END,
       (ARRAY['counter', 'phone', 'phone', 'mail', 'online', 'visit', 'event'])[1 + other %% 7],
       (%(today)s::date - (moment * 365 * 5)::int + interval '9 hours' + (other %% 480) * interval '1 minute')
           AT TIME ZONE 'Asia/Tokyo',
       topic < 0.4,
       (ARRAY['hiring', 'posting', 'relocation_subsidy', 'transport', 'scholarship', 'other_scheme', 'retention',
              'foreign', 'job_hunting', 'moving', 'other'])[1 + floor(topic * 11)::int],
       '{}', '', '', 1, 1, counsellors[1 + other %% cardinality(counsellors)], now(), 1
FROM told CROSS JOIN ids
ORDER BY moment DESC
"""


def seed(number: int, today) -> None:
    """Migrate, take a demo of scale 1, and add so many consultations."""
    call_command("migrate", verbosity=0)
    call_command("seed_demo", scale=1, seed=2026, until=today, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"number": number, "today": today})
        cursor.execute("VACUUM (ANALYZE) consultations_consultation")
        cursor.execute("ANALYZE")
