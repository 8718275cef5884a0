"""The past of the records behind the figures is kept from now on."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# (table, columns that are kept, column with the time at which a record came in), as `reports.past.SOURCES` says.
SOURCES = (
    ("centre_appointment", "-remark", ""),
    ("centre_attendance", "training_id user_id", ""),
    ("centre_closure", "-name -basis -consulted_with -instruction", ""),
    ("centre_contract", "", ""),
    ("centre_duty", "-remark", ""),
    ("centre_training", "subject planned_on held_on", ""),
    ("employers_establishment", "corporation_id industry_id municipality_id employees merged_into_id", "created_at"),
    ("employers_registration", "establishment_id source registered_on renewed_on ended_on", "recorded_at"),
    ("employers_renewal", "registration_id renewed_on", "recorded_at"),
    ("employers_visit", "establishment_id visited_on leaflets", "recorded_at"),
    (
        "employers_schemenotice",
        "establishment_id scheme_id noticed_on method state leaflets handed_over_on",
        "recorded_at",
    ),
    ("employers_campaign", "method", "created_at"),
    ("employers_attempt", "case_id made_at outcome updated_record", ""),
    ("jobseekers_jobseeker", "gender birth_date:year prefecture_id turn wished_timing wished_areas", "created_at"),
    ("jobseekers_jobseeker_wished_occupations", "jobseeker_id occupation_id place", ""),
    ("jobseekers_jobseeker_wished_municipalities", "jobseeker_id municipality_id", ""),
    ("postings_jobposting", "establishment_id occupation_id source received_on headcount", "created_at"),
    ("postings_publicationevent", "posting_id kind effective_on listed_until eligible", "recorded_at"),
    (
        "consultations_consultation",
        "party establishment_id jobseeker_id agency_id method held_at is_continuing topic groups people",
        "recorded_at",
    ),
    (
        "referrals_referral",
        "jobseeker_id posting_id stage informed_on applied_on documents_on interviewed_on offered_on joined_on closed_on ended_reason",
        "recorded_at",
    ),
    ("referrals_centreevent", "kind run_by state last_on", "recorded_at"),
    (
        "referrals_eventguest",
        "event_id party standing is_walk_in groups people establishment_id jobseeker_id",
        "recorded_at",
    ),
    ("referrals_eventoutcome", "guest_id kind", "recorded_at"),
    ("referrals_relocation", "referral_id moves moved_from_id moved_to_id subsidy_expected", ""),
    (
        "referrals_handoff",
        (
            "direction agency_id establishment_id jobseeker_id consultation_id handed_on answer answered_on "
            "answered_on_page"
        ),
        "recorded_at",
    ),
)
# The comparison stands in the function and not in the triggers: a trigger that names columns would forbid altering them.
FUNCTION = """
    CREATE FUNCTION reports_facts(record jsonb, kept text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN coalesce(cardinality(kept), 0) = 0 THEN record
            WHEN kept[array_lower(kept, 1)] LIKE '-%' THEN record - ARRAY(SELECT ltrim(one, '-') FROM unnest(kept) AS one)
            ELSE (
            SELECT jsonb_object_agg(split_part(one, ':', 1), CASE
                WHEN one LIKE '%:year' AND record ->> split_part(one, ':', 1) IS NOT NULL
                    THEN to_jsonb(left(record ->> split_part(one, ':', 1), 4) || '-01-01')
                ELSE record -> split_part(one, ':', 1)
            END) FROM unnest(kept) AS one
        ) END
    $$;
    CREATE FUNCTION reports_keep_past() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        kept text[] := TG_ARGV;
        facts jsonb;
    BEGIN
        IF TG_OP = 'INSERT' THEN
            INSERT INTO reports_recordpast (source, record, at, facts)
            VALUES (TG_TABLE_NAME, NEW.id, clock_timestamp(), NULL);
            RETURN NULL;
        END IF;
        facts := reports_facts(to_jsonb(OLD), kept);
        IF TG_OP = 'DELETE' OR facts IS DISTINCT FROM reports_facts(to_jsonb(NEW), kept) THEN
            INSERT INTO reports_recordpast (source, record, at, facts)
            VALUES (TG_TABLE_NAME, OLD.id, clock_timestamp(), facts);
        END IF;
        RETURN NULL;
    END $$;
"""


def keep_past(apps, schema_editor):
    for table, columns, came_in in SOURCES:
        named = columns and not columns.startswith("-")
        names = ["id", *columns.split(), *([came_in] if came_in else [])] if named else columns.split()
        arguments = ", ".join(f"'{name}'" for name in names)
        events = "UPDATE OR DELETE" if came_in else "INSERT OR UPDATE OR DELETE"
        schema_editor.execute(
            f"CREATE TRIGGER reports_keep_past AFTER {events} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION reports_keep_past({arguments})"
        )


def forget_past(apps, schema_editor):
    for table, _, _ in SOURCES:
        schema_editor.execute(f"DROP TRIGGER reports_keep_past ON {table}")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_confirmed_reports_never_change"),
        ("centre", "0011_staff_and_roster"),
        ("employers", "0008_longest_unconfirmed_first"),
        ("jobseekers", "0006_wishes"),
        ("postings", "0013_orientation"),
        ("consultations", "0002_phrases_groups_and_promise_mails"),
        ("referrals", "0006_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordPast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=63, verbose_name="表")),
                ("record", models.BigIntegerField(verbose_name="記録の番号")),
                ("at", models.DateTimeField(verbose_name="変わった日時")),
                ("facts", models.JSONField(null=True, verbose_name="それまでの内容")),
            ],
            options={
                "verbose_name": "記録の過去",
                "verbose_name_plural": "記録の過去",
                "indexes": [models.Index(fields=["source", "record", "at"], name="record_past_by_record")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordpast",
            trigger=pgtrigger.compiler.Trigger(
                name="past_never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="05eee4d079544038f45ccd673caa861e986e5ada",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_past_never_changes_49808",
                    table="reports_recordpast",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordpast",
            trigger=pgtrigger.compiler.Trigger(
                name="past_never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'an append-only table is never emptied' USING ERRCODE = 'check_violation';",
                    hash="e2f6fe768677bd1de9efb56b1e6d469737124fb6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_past_never_emptied_e76c8",
                    table="reports_recordpast",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION reports_keep_past; DROP FUNCTION reports_facts"),
        migrations.RunPython(keep_past, forget_past),
    ]
