"""What people wish for in their work, and the narrow row of it that a ranking reads, written by triggers."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

WISHED_OCCUPATION = migrations.SeparateDatabaseAndState(
    # The table exists: Django made it for the plain relation.
    state_operations=[
        migrations.CreateModel(
            name="WishedOccupation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(default=1, verbose_name="希望の順")),
                (
                    "jobseeker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occupation_wishes",
                        to="jobseekers.jobseeker",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="centre.occupation", verbose_name="職種"
                    ),
                ),
            ],
            options={
                "verbose_name": "希望する職種",
                "verbose_name_plural": "希望する職種",
                "db_table": "jobseekers_jobseeker_wished_occupations",
                "ordering": ["place", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("jobseeker", "occupation"), name="wished_occupation_once_per_person"
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="jobseeker",
            name="wished_occupations",
            field=models.ManyToManyField(
                blank=True,
                through="jobseekers.WishedOccupation",
                to="centre.occupation",
                verbose_name="希望する職種",
            ),
        ),
    ],
    database_operations=[
        migrations.RunSQL(
            """
            ALTER TABLE jobseekers_jobseeker_wished_occupations
                ADD COLUMN place smallint NOT NULL DEFAULT 1 CHECK (place >= 0);
            ALTER TABLE jobseekers_jobseeker_wished_occupations ALTER COLUMN place DROP DEFAULT;
            DO $$
            DECLARE unique_pair text;
            BEGIN
                SELECT conname INTO STRICT unique_pair FROM pg_constraint
                 WHERE conrelid = 'jobseekers_jobseeker_wished_occupations'::regclass AND contype = 'u';
                EXECUTE format('ALTER TABLE jobseekers_jobseeker_wished_occupations RENAME CONSTRAINT %I'
                               ' TO wished_occupation_once_per_person', unique_pair);
            END $$;
            """,
            "ALTER TABLE jobseekers_jobseeker_wished_occupations DROP COLUMN place",
        )
    ],
)

SUMMARISE = r"""
-- A plan made while the tables are empty would read them whole for every person once they are filled.
CREATE FUNCTION jobseekers_summarise(changed bigint[]) RETURNS void LANGUAGE sql SET enable_seqscan = off AS $$
UPDATE jobseekers_wishsummary AS summary SET
    is_open = person.closed_on IS NULL,
    consented_on = (
        SELECT min(consent.given_on)
          FROM jobseekers_consent AS consent JOIN privacy_consenttext AS wording ON wording.id = consent.text_id
         WHERE consent.jobseeker_id = person.id AND consent.withdrawn_on IS NULL AND wording.purpose = 'jobseeker'
    ),
    occupations = ARRAY(
        SELECT wish.occupation_id::text FROM jobseekers_jobseeker_wished_occupations AS wish
         WHERE wish.jobseeker_id = person.id ORDER BY wish.place, wish.id
    ),
    industries = ARRAY(
        SELECT wish.industry_id::text FROM jobseekers_jobseeker_wished_industries AS wish
         WHERE wish.jobseeker_id = person.id ORDER BY 1
    ),
    municipalities = ARRAY(
        SELECT DISTINCT place.code::text
          FROM jobseekers_jobseeker_wished_municipalities AS wish
          JOIN centre_municipality AS place ON wish.municipality_id IN (place.code, place.city_id)
         WHERE wish.jobseeker_id = person.id ORDER BY 1
    ),
    areas = person.wished_areas::text[],
    nearby_areas = ARRAY(
        SELECT DISTINCT place.wide_area::text
          FROM jobseekers_jobseeker_wished_municipalities AS wish
          JOIN centre_municipality AS place ON place.code = wish.municipality_id
         WHERE wish.jobseeker_id = person.id ORDER BY 1
    ),
    least_wage_kind = person.least_wage_kind,
    least_wage_yen = person.least_wage_yen,
    weekly_hours_from = person.weekly_hours_from,
    weekly_hours_to = person.weekly_hours_to,
    wishes_indefinite = person.wishes_indefinite,
    wishes_car_commute = person.wishes_car_commute,
    licences = array_remove(regexp_split_to_array(person.licences, '[、，,・／/[:space:]]+'), ''),
    starts_from = person.starts_from,
    comes_from_outside = person.prefecture_id <> '43'
FROM unnest(changed) AS one (id) JOIN jobseekers_jobseeker AS person ON person.id = one.id
WHERE summary.jobseeker_id = one.id
$$;

CREATE FUNCTION jobseekers_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO jobseekers_wishsummary (jobseeker_id, is_open, occupations, industries, municipalities, areas,
                                            nearby_areas, least_wage_kind, licences)
        SELECT id, closed_on IS NULL, '{}', '{}', '{}', '{}', '{}', '', '{}' FROM changed_rows;
    END IF;
    PERFORM jobseekers_summarise(ARRAY(SELECT id FROM changed_rows));
    RETURN NULL;
END $$;

CREATE FUNCTION jobseekers_wishes_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM jobseekers_summarise(ARRAY(SELECT DISTINCT jobseeker_id FROM changed_rows));
    RETURN NULL;
END $$;
"""
NO_SUMMARIES = """
DROP FUNCTION jobseekers_person_changed CASCADE;
DROP FUNCTION jobseekers_wishes_changed CASCADE;
DROP FUNCTION jobseekers_summarise CASCADE;
"""
# A trigger that sees all changed rows of a statement at once may name one kind of statement only.
TRIGGERS = [
    f"CREATE TRIGGER wish_summary_after_{event.lower()} AFTER {event} ON {table}"
    f" REFERENCING {rows} TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    for table, function, events in (
        ("jobseekers_jobseeker", "jobseekers_person_changed", ("INSERT", "UPDATE")),
        ("jobseekers_consent", "jobseekers_wishes_changed", ("INSERT", "UPDATE", "DELETE")),
        ("jobseekers_jobseeker_wished_occupations", "jobseekers_wishes_changed", ("INSERT", "UPDATE", "DELETE")),
        ("jobseekers_jobseeker_wished_industries", "jobseekers_wishes_changed", ("INSERT", "UPDATE", "DELETE")),
        ("jobseekers_jobseeker_wished_municipalities", "jobseekers_wishes_changed", ("INSERT", "UPDATE", "DELETE")),
    )
    for event in events
    for rows in ("OLD" if event == "DELETE" else "NEW",)
]
THOSE_KNOWN = """
INSERT INTO jobseekers_wishsummary (jobseeker_id, is_open, occupations, industries, municipalities, areas,
                                    nearby_areas, least_wage_kind, licences)
SELECT id, closed_on IS NULL, '{}', '{}', '{}', '{}', '{}', '', '{}' FROM jobseekers_jobseeker;
SELECT jobseekers_summarise(ARRAY(SELECT id FROM jobseekers_jobseeker));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("centre", "0004_saved_filters_layouts_feeds"),
        ("jobseekers", "0005_names_without_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        WISHED_OCCUPATION,
        migrations.CreateModel(
            name="WishSummary",
            fields=[
                (
                    "jobseeker",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="wish_summary",
                        serialize=False,
                        to="jobseekers.jobseeker",
                    ),
                ),
                ("is_open", models.BooleanField()),
                ("consented_on", models.DateField(null=True)),
                (
                    "occupations",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "industries",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "municipalities",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "nearby_areas",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("least_wage_kind", models.TextField(default="")),
                ("least_wage_yen", models.IntegerField(null=True)),
                ("weekly_hours_from", models.SmallIntegerField(null=True)),
                ("weekly_hours_to", models.SmallIntegerField(null=True)),
                ("wishes_indefinite", models.BooleanField(null=True)),
                ("wishes_car_commute", models.BooleanField(null=True)),
                (
                    "licences",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("starts_from", models.DateField(null=True)),
                ("comes_from_outside", models.BooleanField(null=True)),
            ],
            options={
                "verbose_name": "希望のまとめ",
                "verbose_name_plural": "希望のまとめ",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="jobseeker",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="jobseeker",
            name="update_update",
        ),
        migrations.AddField(
            model_name="jobseeker",
            name="least_wage_kind",
            field=models.CharField(
                blank=True,
                choices=[("hourly", "時給"), ("daily", "日給"), ("monthly", "月給"), ("annual", "年収")],
                default="",
                max_length=10,
                verbose_name="希望する賃金の形",
            ),
        ),
        migrations.AddField(
            model_name="jobseeker",
            name="least_wage_yen",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="希望する賃金の下限（円）"),
        ),
        migrations.AddField(
            model_name="jobseeker",
            name="licences",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="持っている免許・資格"),
        ),
        migrations.AddField(
            model_name="jobseeker",
            name="starts_from",
            field=models.DateField(blank=True, null=True, verbose_name="働き始められる日"),
        ),
        migrations.AddField(
            model_name="jobseeker",
            name="weekly_hours_from",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="週の労働時間の下限（時間）"),
        ),
        migrations.AddField(
            model_name="jobseeker",
            name="weekly_hours_to",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="週の労働時間の上限（時間）"),
        ),
        migrations.AddField(
            model_name="jobseeker",
            name="wished_areas",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10),
                blank=True,
                default=list,
                size=None,
                verbose_name="希望する広域（市町村を問わない）",
            ),
        ),
        migrations.AddField(
            model_name="jobseeker",
            name="wishes_car_commute",
            field=models.BooleanField(blank=True, null=True, verbose_name="マイカー通勤を希望する"),
        ),
        migrations.AddField(
            model_name="jobseeker",
            name="wishes_indefinite",
            field=models.BooleanField(blank=True, null=True, verbose_name="無期雇用を希望する"),
        ),
        migrations.AddField(
            model_name="jobseekerrevision",
            name="least_wage_kind",
            field=models.CharField(
                blank=True,
                choices=[("hourly", "時給"), ("daily", "日給"), ("monthly", "月給"), ("annual", "年収")],
                default="",
                max_length=10,
                verbose_name="希望する賃金の形",
            ),
        ),
        migrations.AddField(
            model_name="jobseekerrevision",
            name="least_wage_yen",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="希望する賃金の下限（円）"),
        ),
        migrations.AddField(
            model_name="jobseekerrevision",
            name="licences",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="持っている免許・資格"),
        ),
        migrations.AddField(
            model_name="jobseekerrevision",
            name="starts_from",
            field=models.DateField(blank=True, null=True, verbose_name="働き始められる日"),
        ),
        migrations.AddField(
            model_name="jobseekerrevision",
            name="weekly_hours_from",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="週の労働時間の下限（時間）"),
        ),
        migrations.AddField(
            model_name="jobseekerrevision",
            name="weekly_hours_to",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="週の労働時間の上限（時間）"),
        ),
        migrations.AddField(
            model_name="jobseekerrevision",
            name="wished_areas",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10),
                blank=True,
                default=list,
                size=None,
                verbose_name="希望する広域（市町村を問わない）",
            ),
        ),
        migrations.AddField(
            model_name="jobseekerrevision",
            name="wishes_car_commute",
            field=models.BooleanField(blank=True, null=True, verbose_name="マイカー通勤を希望する"),
        ),
        migrations.AddField(
            model_name="jobseekerrevision",
            name="wishes_indefinite",
            field=models.BooleanField(blank=True, null=True, verbose_name="無期雇用を希望する"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobseeker",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "jobseekers_jobseekerrevision" ("birth_date", "city", "closed_on", "created_at", "email", "gender", "id", "kana", "least_wage_kind", "least_wage_yen", "licences", "name", "name_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "prefecture_id", "registered_by_id", "registered_on", "residence_status_id", "residence_until", "starts_from", "turn", "updated_at", "version", "weekly_hours_from", "weekly_hours_to", "wished_areas", "wished_timing", "wishes", "wishes_car_commute", "wishes_indefinite") VALUES (NEW."birth_date", NEW."city", NEW."closed_on", NEW."created_at", NEW."email", NEW."gender", NEW."id", NEW."kana", NEW."least_wage_kind", NEW."least_wage_yen", NEW."licences", NEW."name", NEW."name_key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."phone_key", NEW."prefecture_id", NEW."registered_by_id", NEW."registered_on", NEW."residence_status_id", NEW."residence_until", NEW."starts_from", NEW."turn", NEW."updated_at", NEW."version", NEW."weekly_hours_from", NEW."weekly_hours_to", NEW."wished_areas", NEW."wished_timing", NEW."wishes", NEW."wishes_car_commute", NEW."wishes_indefinite"); RETURN NULL;',
                    hash="977418678adca5684e5ed9134720a4108968ab6b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0cb93",
                    table="jobseekers_jobseeker",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobseeker",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "jobseekers_jobseekerrevision" ("birth_date", "city", "closed_on", "created_at", "email", "gender", "id", "kana", "least_wage_kind", "least_wage_yen", "licences", "name", "name_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "prefecture_id", "registered_by_id", "registered_on", "residence_status_id", "residence_until", "starts_from", "turn", "updated_at", "version", "weekly_hours_from", "weekly_hours_to", "wished_areas", "wished_timing", "wishes", "wishes_car_commute", "wishes_indefinite") VALUES (NEW."birth_date", NEW."city", NEW."closed_on", NEW."created_at", NEW."email", NEW."gender", NEW."id", NEW."kana", NEW."least_wage_kind", NEW."least_wage_yen", NEW."licences", NEW."name", NEW."name_key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_key", NEW."prefecture_id", NEW."registered_by_id", NEW."registered_on", NEW."residence_status_id", NEW."residence_until", NEW."starts_from", NEW."turn", NEW."updated_at", NEW."version", NEW."weekly_hours_from", NEW."weekly_hours_to", NEW."wished_areas", NEW."wished_timing", NEW."wishes", NEW."wishes_car_commute", NEW."wishes_indefinite"); RETURN NULL;',
                    hash="41ac18a498ae8ae4f249f3611020cb570fa1e110",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d8d08",
                    table="jobseekers_jobseeker",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="jobseeker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("least_wage_kind", ""), ("least_wage_yen__isnull", True)),
                    models.Q(
                        models.Q(("least_wage_kind", ""), _negated=True),
                        ("least_wage_yen__gt", 0),
                        ("least_wage_yen__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="jobseeker_least_wage_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobseeker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("weekly_hours_from__isnull", True),
                    ("weekly_hours_to__isnull", True),
                    ("weekly_hours_to__gte", models.F("weekly_hours_from")),
                    _connector="OR",
                ),
                name="jobseeker_weekly_hours_range",
            ),
        ),
        migrations.AddIndex(
            model_name="wishsummary",
            index=django.contrib.postgres.indexes.GinIndex(fields=["occupations"], name="wish_summary_occupations"),
        ),
        migrations.AddIndex(
            model_name="wishsummary",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["municipalities"], name="wish_summary_municipalities"
            ),
        ),
        migrations.RunSQL(SUMMARISE, NO_SUMMARIES),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(THOSE_KNOWN, migrations.RunSQL.noop),
    ]
