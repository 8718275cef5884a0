"""The statements that write a read list: each works on all rows at once.

`incoming` holds the rows to write: `v` the values and keys, `is_new`, `establishment_id` (given out beforehand for new
ones), `corporation_id` (of known corporations, later of new ones too).
"""

from django.db.models import NOT_PROVIDED, Model

INCOMING = """
CREATE TEMP TABLE incoming ON COMMIT DROP AS
SELECT row_number, line.values AS v, state = 'new' AS is_new, corporation_id, corporation_version,
    CASE WHEN state = 'new' THEN nextval(pg_get_serial_sequence('employers_establishment', 'id'))
        ELSE establishment_id END AS establishment_id,
    establishment_version,
    coalesce(corporation_id::text, 'number ' || (line.values ->> 'corporate_number'), 'row ' || row_number) AS owner
FROM employers_importline AS line
WHERE batch_id = %(batch)s AND state IN ('new', 'changed')
ORDER BY row_number;
CREATE UNIQUE INDEX ON incoming (establishment_id);
CREATE INDEX ON incoming (owner);
ANALYZE incoming;
SELECT count(*) FROM (
    SELECT FROM employers_establishment JOIN incoming ON id = establishment_id ORDER BY id
    FOR UPDATE OF employers_establishment
) AS locked;
SELECT count(*) FROM (
    SELECT FROM employers_corporation JOIN incoming ON id = corporation_id ORDER BY id
    FOR UPDATE OF employers_corporation
) AS locked
"""

# What a row was compared with must still be so; and nobody may have entered a new row's employer meanwhile.
STALE = """
SELECT count(DISTINCT row_number), min(row_number) FROM (
    SELECT row_number FROM incoming LEFT JOIN employers_establishment AS found ON found.id = incoming.establishment_id
    WHERE NOT is_new AND (found.version IS DISTINCT FROM establishment_version OR found.merged_into_id IS NOT NULL)
    UNION ALL
    SELECT row_number FROM incoming LEFT JOIN employers_corporation AS found ON found.id = incoming.corporation_id
    WHERE corporation_id IS NOT NULL AND found.version IS DISTINCT FROM corporation_version
    UNION ALL
    SELECT row_number FROM incoming JOIN employers_corporation AS found
        ON found.corporate_number = v ->> 'corporate_number'
    WHERE found.id IS DISTINCT FROM incoming.corporation_id
    UNION ALL
    SELECT row_number FROM incoming JOIN employers_establishment AS found
        ON found.corporation_id = incoming.corporation_id AND found.name_key = v ->> 'name_key'
        AND found.address_key = coalesce(v ->> 'address_key', '') AND found.merged_into_id IS NULL
    WHERE is_new
    UNION ALL
    SELECT min(row_number) FROM incoming WHERE corporation_id IS NOT NULL
    GROUP BY corporation_id HAVING count(DISTINCT v ->> 'corporate_number') > 1
) AS stale
"""

NEW_CORPORATIONS = """
CREATE TEMP TABLE new_corporation ON COMMIT DROP AS
SELECT owner, nextval(pg_get_serial_sequence('employers_corporation', 'id')) AS id, corporate_number, name, name_key,
    capital_yen
FROM (
    SELECT owner, min(v ->> 'corporate_number') AS corporate_number,
        (array_agg(coalesce(v ->> 'corporation_name', v ->> 'name') ORDER BY row_number))[1] AS name,
        (array_agg(coalesce(v ->> 'corporation_name_key', v ->> 'name_key') ORDER BY row_number))[1] AS name_key,
        max((v ->> 'capital_yen')::bigint) AS capital_yen
    FROM incoming WHERE corporation_id IS NULL GROUP BY owner ORDER BY min(row_number)
) AS owners;
CREATE UNIQUE INDEX ON new_corporation (owner);
UPDATE incoming SET corporation_id = new_corporation.id FROM new_corporation
WHERE incoming.owner = new_corporation.owner AND incoming.corporation_id IS NULL
"""

# What stands in the register before it changes, as JSON; the contacts that give way or are told anew, too.
NOTE_BEFORE = """
CREATE TEMP TABLE touched (model text, id bigint, before jsonb) ON COMMIT DROP;
INSERT INTO touched
SELECT 'establishment', found.id, to_jsonb(found) FROM employers_establishment AS found
    JOIN incoming ON incoming.establishment_id = found.id;
CREATE TEMP TABLE told ON COMMIT DROP AS
SELECT corporation_id AS id, min(v ->> 'corporate_number') AS corporate_number,
    max((v ->> 'capital_yen')::bigint) AS capital_yen
FROM incoming WHERE corporation_version IS NOT NULL GROUP BY corporation_id;
INSERT INTO touched
SELECT 'corporation', found.id, to_jsonb(found) FROM employers_corporation AS found JOIN told USING (id)
WHERE (told.corporate_number IS NOT NULL AND found.corporate_number IS DISTINCT FROM told.corporate_number)
    OR (told.capital_yen IS NOT NULL AND found.capital_yen IS DISTINCT FROM told.capital_yen);
INSERT INTO touched
SELECT 'contact', found.id, to_jsonb(found) FROM employers_contact AS found
    JOIN incoming ON incoming.establishment_id = found.establishment_id
WHERE v ? 'contact_name' AND (
    (found.is_main AND found.name <> v ->> 'contact_name')
    OR (found.name = v ->> 'contact_name'
        AND (NOT found.is_main OR found.department <> coalesce(v ->> 'contact_department', found.department)))
);
CREATE INDEX ON touched (model, id)
"""

CHANGE_CORPORATIONS = """
UPDATE employers_corporation AS found
SET corporate_number = coalesce(told.corporate_number, found.corporate_number),
    capital_yen = coalesce(told.capital_yen, found.capital_yen), version = found.version + 1, updated_at = %(now)s
FROM told JOIN touched ON touched.model = 'corporation' AND touched.id = told.id
WHERE found.id = told.id
"""

CHANGE_ESTABLISHMENTS = """
UPDATE employers_establishment AS found
SET name = coalesce(v ->> 'name', found.name), name_key = coalesce(v ->> 'name_key', found.name_key),
    kana = coalesce(v ->> 'kana', found.kana), kana_key = coalesce(v ->> 'kana_key', found.kana_key),
    postal_code = coalesce(v ->> 'postal_code', found.postal_code),
    address = coalesce(v ->> 'address', found.address),
    address_key = coalesce(v ->> 'address_key', found.address_key),
    phone = coalesce(v ->> 'phone', found.phone), phone_key = coalesce(v ->> 'phone_key', found.phone_key),
    email = coalesce(v ->> 'email', found.email), website = coalesce(v ->> 'website', found.website),
    employees = coalesce((v ->> 'employees')::integer, found.employees),
    note = coalesce(v ->> 'note', found.note),
    municipality_id = coalesce(v ->> 'municipality_id', found.municipality_id),
    industry_id = coalesce(v ->> 'industry_id', found.industry_id),
    version = found.version + 1, updated_at = %(now)s
FROM incoming WHERE NOT is_new AND incoming.establishment_id = found.id
"""

CHANGE_CONTACTS = """
UPDATE employers_contact AS found SET is_main = false
FROM incoming WHERE incoming.establishment_id = found.establishment_id AND found.is_main
    AND v ? 'contact_name' AND found.name <> v ->> 'contact_name';
INSERT INTO employers_contact AS found (establishment_id, name, department, phone, email, is_main)
SELECT establishment_id, v ->> 'contact_name', coalesce(v ->> 'contact_department', ''), '', '', true
FROM incoming WHERE v ? 'contact_name'
ON CONFLICT (establishment_id, name) DO UPDATE
SET is_main = true, department = coalesce(nullif(excluded.department, ''), found.department)
WHERE NOT found.is_main OR excluded.department NOT IN ('', found.department)
"""

# New records have no "before". Nobody else adds a contact to these establishments: they are locked or not seen yet.
NOTE_AFTER = """
INSERT INTO employers_importeffect (run_id, model, record_id, before, after)
SELECT %(run)s, 'corporation', found.id, touched.before, to_jsonb(found) FROM employers_corporation AS found
    LEFT JOIN touched ON touched.model = 'corporation' AND touched.id = found.id
WHERE touched.id IS NOT NULL OR found.id IN (SELECT id FROM new_corporation)
UNION ALL
SELECT %(run)s, 'establishment', found.id, touched.before, to_jsonb(found)
FROM employers_establishment AS found JOIN incoming ON incoming.establishment_id = found.id
    LEFT JOIN touched ON touched.model = 'establishment' AND touched.id = found.id
UNION ALL
SELECT %(run)s, 'contact', found.id, touched.before, to_jsonb(found)
FROM employers_contact AS found JOIN incoming ON incoming.establishment_id = found.establishment_id
    LEFT JOIN touched ON touched.model = 'contact' AND touched.id = found.id
WHERE touched.id IS NOT NULL OR found.id > %(last_contact)s
UNION ALL
SELECT %(run)s, 'registration', found.id, NULL, to_jsonb(found)
FROM employers_registration AS found JOIN incoming ON incoming.establishment_id = found.establishment_id
WHERE (v ->> 'registers')::boolean AND found.registered_on = (v ->> 'registered_on')::date
"""


def insertion(model: type[Model], source: str, columns: dict[str, str]) -> tuple[str, dict]:
    """INSERT into a model's table from `source`: `columns` {attribute: expression}, the others get their defaults.

    Answers the statement and the values of the defaults by name.
    """
    defaults = {}
    expressions = dict(columns)
    for field in model._meta.concrete_fields:
        if field.attname in expressions or field.null:
            continue
        value = field.get_default() if field.default is not NOT_PROVIDED or field.empty_strings_allowed else None
        defaults[f"default_{field.attname}"] = value
        expressions[field.attname] = f"%(default_{field.attname})s"
    names = ", ".join(f'"{model._meta.get_field(name).column}"' for name in expressions)
    return (
        f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(expressions.values())} FROM {source}',
        defaults,
    )
