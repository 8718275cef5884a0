"""The directory of partner agencies is kept by the counter, with its history; kinds as the report divides them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

KINDS = {
    "PA02": "outside_counter",
    "PA03": "professional_hub",
    "PA06": "hello_work",
    "PA07": "job_cafe",
    "PA10": "hello_work",
    "PA11": "hello_work",
}


def begin_history(apps, schema_editor):
    """What the masters brought is the first entry of each agency's history; then the finer kinds."""
    agencies = apps.get_model("centre", "PartnerAgency")
    revisions = apps.get_model("centre", "PartnerAgencyRevision")
    names = [field.attname for field in agencies._meta.concrete_fields]
    revisions.objects.bulk_create(
        revisions(pgh_label="insert", pgh_obj_id=row["id"], **row) for row in agencies.objects.values(*names)
    )
    for key, kind in KINDS.items():
        agencies.objects.filter(key=key).update(kind=kind)


class Migration(migrations.Migration):
    dependencies = [
        ("centre", "0009_support_plans"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerAgencyRevision",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=10, verbose_name="記号")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outside_counter", "県外窓口"),
                            ("professional_hub", "プロ人材拠点"),
                            ("municipality", "市町村"),
                            ("hello_work", "ハローワーク"),
                            ("job_cafe", "ジョブカフェ"),
                            ("prefecture", "県"),
                            ("nation", "国"),
                            ("foundation", "公益法人"),
                            ("other", "そのほか"),
                        ],
                        max_length=20,
                        verbose_name="区分",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True, help_text="例：企業・求職者", max_length=40, verbose_name="連携の対象"
                    ),
                ),
                (
                    "does",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="つなぐ人が選ぶときの手がかりです。",
                        max_length=300,
                        verbose_name="してもらえること",
                    ),
                ),
                ("clause", models.CharField(blank=True, max_length=80, verbose_name="契約の箇所")),
                ("postal_code", models.CharField(blank=True, max_length=8, verbose_name="郵便番号")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="所在地")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="電話番号")),
                ("email", models.EmailField(blank=True, default="", max_length=254, verbose_name="メールアドレス")),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="係の名前で足ります。人の名前は、相手が求めたときだけ書きます。",
                        max_length=80,
                        verbose_name="受付の係・担当",
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="開いている日と時間"),
                ),
                ("jurisdiction", models.CharField(blank=True, max_length=120, verbose_name="管轄")),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=False, help_text="連絡先を確かめたら外します。", verbose_name="要確認"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, editable=False, verbose_name="連携先に表示")),
                ("ended_on", models.DateField(blank=True, editable=False, null=True, verbose_name="連携を終えた日")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="contract",
            name="handoff_answer_days",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="作った日から数えます。過ぎると、相手はページを開けません。",
                verbose_name="つなぎの回答ページが使える日数",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="handoff_remind_days",
            field=models.PositiveSmallIntegerField(default=14, verbose_name="つなぎの返事を確かめるまでの日数"),
        ),
        migrations.AddField(
            model_name="partneragency",
            name="contact",
            field=models.CharField(
                blank=True,
                default="",
                help_text="係の名前で足ります。人の名前は、相手が求めたときだけ書きます。",
                max_length=80,
                verbose_name="受付の係・担当",
            ),
        ),
        migrations.AddField(
            model_name="partneragency",
            name="does",
            field=models.CharField(
                blank=True,
                default="",
                help_text="つなぐ人が選ぶときの手がかりです。",
                max_length=300,
                verbose_name="してもらえること",
            ),
        ),
        migrations.AddField(
            model_name="partneragency",
            name="email",
            field=models.EmailField(blank=True, default="", max_length=254, verbose_name="メールアドレス"),
        ),
        migrations.AddField(
            model_name="partneragency",
            name="ended_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="連携を終えた日"),
        ),
        migrations.AddField(
            model_name="partneragency",
            name="opening_hours",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="開いている日と時間"),
        ),
        migrations.AddField(
            model_name="partneragency",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="partneragency",
            name="is_active",
            field=models.BooleanField(default=True, editable=False, verbose_name="連携先に表示"),
        ),
        migrations.AlterField(
            model_name="partneragency",
            name="kind",
            field=models.CharField(
                choices=[
                    ("outside_counter", "県外窓口"),
                    ("professional_hub", "プロ人材拠点"),
                    ("municipality", "市町村"),
                    ("hello_work", "ハローワーク"),
                    ("job_cafe", "ジョブカフェ"),
                    ("prefecture", "県"),
                    ("nation", "国"),
                    ("foundation", "公益法人"),
                    ("other", "そのほか"),
                ],
                max_length=20,
                verbose_name="区分",
            ),
        ),
        migrations.AlterField(
            model_name="partneragency",
            name="needs_checking",
            field=models.BooleanField(default=False, help_text="連絡先を確かめたら外します。", verbose_name="要確認"),
        ),
        migrations.AlterField(
            model_name="partneragency",
            name="purpose",
            field=models.CharField(blank=True, help_text="例：企業・求職者", max_length=40, verbose_name="連携の対象"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partneragency",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "centre_partneragencyrevision" ("address", "clause", "contact", "does", "email", "ended_on", "id", "is_active", "jurisdiction", "key", "kind", "name", "needs_checking", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "purpose", "version") VALUES (NEW."address", NEW."clause", NEW."contact", NEW."does", NEW."email", NEW."ended_on", NEW."id", NEW."is_active", NEW."jurisdiction", NEW."key", NEW."kind", NEW."name", NEW."needs_checking", NEW."opening_hours", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."purpose", NEW."version"); RETURN NULL;',
                    hash="0cd83b6160cd223e449536b806ba45591bdf9e26",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b2cb3",
                    table="centre_partneragency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partneragency",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "centre_partneragencyrevision" ("address", "clause", "contact", "does", "email", "ended_on", "id", "is_active", "jurisdiction", "key", "kind", "name", "needs_checking", "opening_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "purpose", "version") VALUES (NEW."address", NEW."clause", NEW."contact", NEW."does", NEW."email", NEW."ended_on", NEW."id", NEW."is_active", NEW."jurisdiction", NEW."key", NEW."kind", NEW."name", NEW."needs_checking", NEW."opening_hours", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."purpose", NEW."version"); RETURN NULL;',
                    hash="d474ddbd4a0d4d1349fe18fa1706459d9777f2ff",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6501b",
                    table="centre_partneragency",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("handoff_answer_days__range", (1, 365)), ("handoff_remind_days__range", (1, 365))),
                name="contract_handoff_days_within_a_year",
                violation_error_message="つなぎの日数は、1日から365日までにしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="partneragency",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="agency_has_name"),
        ),
        migrations.AddConstraint(
            model_name="partneragency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", True), ("is_active", True)),
                    models.Q(("ended_on__isnull", False), ("is_active", False)),
                    _connector="OR",
                ),
                name="agency_active_until_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="partneragency",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True)),
                fields=("name",),
                name="agency_once_by_name",
                violation_error_code="unique",
                violation_error_message="同じ名前の関係機関がすでにあります。",
            ),
        ),
        migrations.AddField(
            model_name="partneragencyrevision",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="partneragencyrevision",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="revisions",
                to="centre.partneragency",
            ),
        ),
        migrations.RunPython(begin_history, migrations.RunPython.noop),
    ]
