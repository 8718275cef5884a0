"""The statements that hold a staged list of the site against the ledger; every one runs over whole tables at once."""

# A row without a number is a posting of the same employer and title, when there is exactly one such on either side.
MATCH_BY_NUMBER = """
UPDATE postings_siterow AS site SET posting_id = posting.id
FROM postings_jobposting AS posting
WHERE site.reconciliation_id = %(reconciliation)s AND site.site_number <> ''
  AND posting.site_number = site.site_number
"""
MATCH_BY_NAME = r"""
WITH ours AS (
    SELECT max(posting.id) AS id, employer.name_key AS employer,
        regexp_replace(lower(normalize(posting.title, NFKC)), '\s', '', 'g') AS title
    FROM postings_jobposting AS posting
    JOIN employers_establishment AS employer ON employer.id = posting.establishment_id
    WHERE employer.name_key IN (
            SELECT employer_key FROM postings_siterow WHERE reconciliation_id = %(reconciliation)s AND site_number = ''
        ) AND NOT EXISTS (
            SELECT 1 FROM postings_siterow AS taken
            WHERE taken.reconciliation_id = %(reconciliation)s AND taken.posting_id = posting.id
        )
    GROUP BY 2, 3 HAVING count(*) = 1
), theirs AS (
    SELECT max(id) AS id, employer_key AS employer,
        regexp_replace(lower(normalize(title, NFKC)), '\s', '', 'g') AS title
    FROM postings_siterow WHERE reconciliation_id = %(reconciliation)s AND site_number = ''
    GROUP BY 2, 3 HAVING count(*) = 1
)
UPDATE postings_siterow AS site SET posting_id = ours.id
FROM ours JOIN theirs USING (employer, title) WHERE site.id = theirs.id
"""

# Live on the day: the posting's latest line up to it, unless ended or run out (as PublicationEvent.in_force_on).
# What the site does not say is compared with nothing.
COMPARE = r"""
WITH latest AS (
    SELECT DISTINCT ON (posting_id) posting_id, kind, listed_until, eligible
    FROM postings_publicationevent WHERE effective_on <= %(on)s
    ORDER BY posting_id, effective_on DESC, id DESC
), live AS (
    SELECT latest.posting_id, latest.listed_until, latest.eligible, (
            SELECT max(line.effective_on) FROM postings_publicationevent AS line
            WHERE line.posting_id = latest.posting_id AND line.kind IN ('new', 'relisted')
              AND line.effective_on <= %(on)s
        ) AS listed_from
    FROM latest WHERE kind <> 'ended' AND (listed_until IS NULL OR listed_until >= %(on)s)
), site AS (
    SELECT * FROM postings_siterow WHERE reconciliation_id = %(reconciliation)s
), paired AS (
    SELECT live.posting_id IS NOT NULL AS here, site.id IS NOT NULL AS there,
        coalesce(live.posting_id, site.posting_id) AS posting_id, site.id AS row_id,
        live.listed_from AS our_from, live.listed_until AS our_until, live.eligible AS our_eligible,
        site.title AS their_title, site.site_number, site.employer, site.employer_key, site.contract AS their_contract,
        site.wage_kind AS their_wage_kind, site.wage_from_yen AS their_wage_from, site.wage_to_yen AS their_wage_to,
        site.listed_from AS their_from, site.listed_until AS their_until, site.eligible AS their_eligible
    FROM live FULL JOIN site ON site.posting_id = live.posting_id
), compared AS (
    SELECT paired.*, posting.title AS our_title, posting.site_number AS our_number, posting.contract AS our_contract,
        posting.wage_kind AS our_wage_kind, posting.wage_from_yen AS our_wage_from, posting.wage_to_yen AS our_wage_to,
        posting.ended_on, (their_from <> our_from) IS TRUE AS other_from,
        their_until IS NOT NULL AND their_until IS DISTINCT FROM our_until AS other_until,
        (their_eligible <> our_eligible) IS TRUE AS other_eligible,
        regexp_replace(lower(normalize(their_title, NFKC)), '\s', '', 'g')
            <> regexp_replace(lower(normalize(posting.title, NFKC)), '\s', '', 'g') AS other_title,
        their_contract <> '' AND their_contract <> posting.contract AS other_contract,
        their_wage_kind <> '' AND their_wage_kind <> posting.wage_kind AS other_wage_kind,
        their_wage_from IS NOT NULL AND their_wage_from IS DISTINCT FROM posting.wage_from_yen AS other_wage_from,
        their_wage_to IS NOT NULL AND their_wage_to IS DISTINCT FROM posting.wage_to_yen AS other_wage_to
    FROM paired LEFT JOIN postings_jobposting AS posting ON posting.id = paired.posting_id
)
SELECT * FROM compared WHERE NOT (here AND there)
    OR other_from OR other_until OR other_eligible OR other_title OR other_contract OR other_wage_kind
    OR other_wage_from OR other_wage_to
"""
COUNT_LIVE = """
SELECT count(*) FROM (
    SELECT DISTINCT ON (posting_id) kind, listed_until FROM postings_publicationevent WHERE effective_on <= %(on)s
    ORDER BY posting_id, effective_on DESC, id DESC
) AS latest WHERE kind <> 'ended' AND (listed_until IS NULL OR listed_until >= %(on)s)
"""
