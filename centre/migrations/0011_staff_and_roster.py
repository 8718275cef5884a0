"""Staff, their qualifications and trainings by name; the roster with hours; closures with consultation."""

import datetime

import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import centre.models.staff


def held_with_their_numbers(apps, schema_editor):
    """Trainings known so far were held; how many took part stays as words, for the names were never kept."""
    Training = apps.get_model("centre", "Training")
    for training in Training.objects.iterator():
        training.held_on = training.planned_on
        training.remark = f"受講{training.people}人（名簿のない記録）"
        training.save(update_fields=["held_on", "remark"])


class Migration(migrations.Migration):
    dependencies = [
        ("centre", "0010_partner_directory"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("supervisor", "事業統括責任者"),
                            ("counsellor", "相談員"),
                            ("field_staff", "求人開拓員"),
                            ("clerk", "事務"),
                        ],
                        max_length=12,
                        verbose_name="職",
                    ),
                ),
                (
                    "employment",
                    models.CharField(
                        choices=[("direct", "直接雇用"), ("dispatched", "派遣労働者")],
                        default="direct",
                        max_length=10,
                        verbose_name="雇用の別",
                    ),
                ),
                (
                    "hours",
                    models.CharField(
                        choices=[("full", "常勤"), ("part", "非常勤")], max_length=4, verbose_name="勤務の別"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="任用した日")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="続いているときは空けておきます。", null=True, verbose_name="終わる日"
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="備考")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "任用",
                "verbose_name_plural": "任用",
                "ordering": ["-starts_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "受講",
                "verbose_name_plural": "受講",
                "ordering": ["training", "user"],
            },
        ),
        migrations.CreateModel(
            name="DutyChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField(verbose_name="日付")),
                ("before", models.CharField(blank=True, max_length=160, verbose_name="変更前")),
                ("after", models.CharField(blank=True, max_length=160, verbose_name="変更後")),
                ("changed_at", models.DateTimeField(auto_now_add=True, verbose_name="変更日時")),
            ],
            options={
                "verbose_name": "勤務の変更",
                "verbose_name_plural": "勤務の変更",
                "ordering": ["-changed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("career_consultant", "キャリアコンサルタント"),
                            ("skilled", "キャリアコンサルティング技能士"),
                            ("industrial", "産業カウンセラー"),
                            ("equal", "同等の能力・経験"),
                            ("other", "その他の資格"),
                        ],
                        max_length=20,
                        verbose_name="資格",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="級や登録番号、同等とする経験の内容など",
                        max_length=120,
                        verbose_name="名称・内容",
                    ),
                ),
                ("acquired_on", models.DateField(blank=True, null=True, verbose_name="取得した日")),
                (
                    "expires_on",
                    models.DateField(
                        blank=True, help_text="更新のない資格は空けておきます。", null=True, verbose_name="期限"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "資格",
                "verbose_name_plural": "資格",
                "ordering": ["user", "kind", "-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="training",
            options={"ordering": ["-planned_on", "-pk"], "verbose_name": "研修", "verbose_name_plural": "研修"},
        ),
        migrations.RenameField("training", "date", "planned_on"),
        migrations.AlterField("training", "planned_on", models.DateField(verbose_name="予定日")),
        migrations.AddField(
            model_name="closure",
            name="consulted_with",
            field=models.CharField(blank=True, max_length=80, verbose_name="相談した相手（県の課・担当）"),
        ),
        migrations.AddField(
            model_name="closure",
            name="ends_at",
            field=models.TimeField(blank=True, null=True, verbose_name="開けた時刻"),
        ),
        migrations.AddField(
            model_name="closure",
            name="instruction",
            field=models.CharField(blank=True, max_length=200, verbose_name="県の指示"),
        ),
        migrations.AddField(
            model_name="closure",
            name="starts_at",
            field=models.TimeField(
                blank=True, help_text="1日閉めるときは空けておきます。", null=True, verbose_name="閉めた時刻"
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="roster_busy_days",
            field=models.PositiveSmallIntegerField(default=3, verbose_name="週のうち、人数を多く配置する日数（日）"),
        ),
        migrations.AddField(
            model_name="contract",
            name="roster_full_time",
            field=models.CharField(
                choices=[
                    ("every_day", "開設日ごとに常勤の人を1名以上"),
                    ("on_the_staff", "配置する人員の中に常勤の人が1名以上"),
                ],
                default="every_day",
                help_text="仕様書 7(1)「配置する人員のうち、1名は常勤」の読み方。県に確認して選びます。",
                max_length=14,
                verbose_name="常勤の配置",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="roster_people_busy",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="その日に配置する人数（人以上）"),
        ),
        migrations.AddField(
            model_name="contract",
            name="roster_people_other",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="ほかの日に配置する人数（人以上）"),
        ),
        migrations.AddField(
            model_name="contract",
            name="roster_short_week",
            field=models.CharField(
                choices=[
                    ("as_many", "休みのある週も同じ日数（開設日がそれより少なければ、すべての日）"),
                    ("fewer", "休みの日数だけ減らす"),
                ],
                default="as_many",
                help_text="仕様書に定めがありません。県に確認して選びます。",
                max_length=8,
                verbose_name="開設日が5日に満たない週",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="ends_at",
            field=models.TimeField(blank=True, default=datetime.time(17, 30), null=True, verbose_name="終わり"),
        ),
        migrations.AddField(
            model_name="duty",
            name="kind",
            field=models.CharField(
                choices=[
                    ("work", "出勤"),
                    ("half", "半日出勤"),
                    ("paid_leave", "有給休暇"),
                    ("substitute", "振替休日"),
                    ("trip", "出張"),
                    ("training", "研修"),
                ],
                default="work",
                max_length=12,
                verbose_name="区分",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="remark",
            field=models.CharField(blank=True, max_length=100, verbose_name="備考"),
        ),
        migrations.AddField(
            model_name="duty",
            name="starts_at",
            field=models.TimeField(blank=True, default=datetime.time(8, 30), null=True, verbose_name="始まり"),
        ),
        migrations.AddField(
            model_name="duty",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="training",
            name="held_on",
            field=models.DateField(blank=True, null=True, verbose_name="実施日"),
        ),
        migrations.AddField(
            model_name="training",
            name="materials",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="centre.storedfile",
                verbose_name="資料",
            ),
        ),
        migrations.AddField(
            model_name="training",
            name="remark",
            field=models.CharField(blank=True, max_length=200, verbose_name="備考"),
        ),
        migrations.AddField(
            model_name="training",
            name="subject",
            field=models.CharField(
                choices=[
                    ("personal_data", "個人情報の取扱い"),
                    ("duties", "相談・求人の実務"),
                    ("law", "労働法令・移住支援金"),
                    ("other", "その他"),
                ],
                default="other",
                max_length=14,
                verbose_name="区分",
            ),
        ),
        migrations.AddField(
            model_name="training",
            name="teacher",
            field=models.CharField(blank=True, max_length=80, verbose_name="講師"),
        ),
        migrations.AddField(
            model_name="training",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="closure",
            name="basis",
            field=models.CharField(blank=True, max_length=200, verbose_name="根拠・備考"),
        ),
        migrations.RunPython(held_with_their_numbers, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="training",
            name="people",
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                    models.Q(
                        ("ends_at__gt", models.F("starts_at")),
                        ("ends_at__isnull", False),
                        ("kind", "temporary"),
                        ("starts_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="closure_hours_of_a_temporary_one",
                violation_error_message="時刻は臨時閉所にだけ、閉めた時刻と開けた時刻の両方を、順に入れてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("roster_busy_days__lte", 5),
                    ("roster_people_other__gte", 1),
                    ("roster_people_busy__gte", models.F("roster_people_other")),
                ),
                name="contract_roster_staffs_every_day",
                violation_error_message="配置する人数は1人以上、多く配置する日は週5日までにし、多い日の人数をほかの日より少なくしないでください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                    ("ends_at__gt", models.F("starts_at")),
                    _connector="OR",
                ),
                name="duty_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["work", "half"]), _negated=True),
                    models.Q(("ends_at__isnull", False), ("starts_at__isnull", False)),
                    _connector="OR",
                ),
                name="duty_at_counter_has_times",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["paid_leave", "substitute"]), _negated=True),
                    models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                    _connector="OR",
                ),
                name="duty_leave_lasts_the_day",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to=settings.AUTH_USER_MODEL,
                verbose_name="職員",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="training",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attendances",
                to="centre.training",
                verbose_name="研修",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendances",
                to=settings.AUTH_USER_MODEL,
                verbose_name="職員",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(fields=["held_on"], name="centre_trai_held_on_0b6fe4_idx"),
        ),
        migrations.AddField(
            model_name="dutychange",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="変更した人",
            ),
        ),
        migrations.AddField(
            model_name="dutychange",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="職員",
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="centre.storedfile",
                verbose_name="証の写し",
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="qualifications",
                to=settings.AUTH_USER_MODEL,
                verbose_name="職員",
            ),
        ),
        migrations.AddField(
            model_name="training",
            name="people",
            field=models.ManyToManyField(
                related_name="trainings",
                through="centre.Attendance",
                to=settings.AUTH_USER_MODEL,
                verbose_name="受講した人",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="appointment_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("user", "="),
                    ("post", "="),
                    (centre.models.staff.DaysInPost(models.F("starts_on"), models.F("ends_on")), "&&"),
                ],
                name="appointment_to_a_post_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("post", "supervisor")),
                expressions=[(centre.models.staff.DaysInPost(models.F("starts_on"), models.F("ends_on")), "&&")],
                name="appointment_one_supervisor_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("training", "user"), name="attendance_once"),
        ),
        migrations.AddIndex(
            model_name="dutychange",
            index=models.Index(fields=["date"], name="centre_duty_date_309caa_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutychange",
            trigger=pgtrigger.compiler.Trigger(
                name="duty_change_only_grows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="347d41165c828ca012f08381f3a65efc61b236ec",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_duty_change_only_grows_3152f",
                    table="centre_dutychange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutychange",
            trigger=pgtrigger.compiler.Trigger(
                name="duty_change_never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'an append-only table is never emptied' USING ERRCODE = 'check_violation';",
                    hash="324b5babf78a66dd9c05175fc1069c8f71d47772",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_duty_change_never_emptied_79090",
                    table="centre_dutychange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_on__isnull", True),
                    ("acquired_on__isnull", True),
                    ("expires_on__gte", models.F("acquired_on")),
                    _connector="OR",
                ),
                name="qualification_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["equal", "other"]), _negated=True),
                    models.Q(("title", ""), _negated=True),
                    _connector="OR",
                ),
                name="qualification_other_is_described",
            ),
        ),
    ]
