"""Hand-offs say which items they tell, under which wording; partners answer under secret addresses."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


def date_withdrawals(apps, schema_editor):
    """A hand-off that a withdrawal ended before has the day on which it ended."""
    ended = apps.get_model("referrals", "Handoff").objects.filter(answer="withdrawn")
    ended.update(consent_withdrawn_on=models.F("answered_on"))


class Migration(migrations.Migration):
    dependencies = [
        ("centre", "0010_partner_directory"),
        ("consultations", "0002_phrases_groups_and_promise_mails"),
        ("employers", "0008_longest_unconfirmed_first"),
        ("jobseekers", "0006_wishes"),
        ("privacy", "0004_kept_in_spite_of_a_warning"),
        ("referrals", "0006_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandoffLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token_hash",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="鍵のハッシュ値"),
                ),
                ("expires_on", models.DateField(verbose_name="使える最後の日")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作った日時")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="止めた日時")),
            ],
            options={
                "verbose_name": "つなぎの回答ページ",
                "verbose_name_plural": "つなぎの回答ページ",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LinkUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "開いた"),
                            ("refused", "期限切れ・停止のあとに開いた"),
                            ("received", "「受け取りました」と回答"),
                            ("handled", "「対応しました」と回答"),
                            ("declined", "「対応できません」と回答"),
                        ],
                        max_length=10,
                        verbose_name="したこと",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="日時")),
                (
                    "language",
                    models.CharField(
                        choices=[("ja", "日本語"), ("easy", "やさしい日本語"), ("en", "English")],
                        default="ja",
                        max_length=4,
                        verbose_name="ことば",
                    ),
                ),
                ("address", models.GenericIPAddressField(blank=True, null=True, verbose_name="接続元")),
            ],
            options={
                "verbose_name": "回答ページの利用",
                "verbose_name_plural": "回答ページの利用",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="handoff",
            name="answered_on_page",
            field=models.BooleanField(default=False, verbose_name="回答ページからの返事"),
        ),
        migrations.AddField(
            model_name="handoff",
            name="consent_text",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="privacy.consenttext",
                verbose_name="同意の文面",
            ),
        ),
        migrations.AddField(
            model_name="handoff",
            name="consent_withdrawn_on",
            field=models.DateField(blank=True, null=True, verbose_name="この相手への提供の同意を撤回した日"),
        ),
        migrations.AddField(
            model_name="handoff",
            name="message",
            field=models.CharField(blank=True, default="", max_length=500, verbose_name="相談の要点"),
        ),
        migrations.AddField(
            model_name="handoff",
            name="shared",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("name", "氏名"),
                        ("kana", "ふりがな"),
                        ("phone", "電話番号"),
                        ("email", "メールアドレス"),
                        ("birth_date", "生年月日"),
                        ("residence", "いま住んでいるところ"),
                        ("timing", "希望する時期"),
                        ("occupations", "希望する職種"),
                        ("places", "希望する市町村"),
                        ("employer", "事業所名"),
                        ("employer_address", "所在地"),
                        ("employer_phone", "事業所の電話番号"),
                        ("message", "相談の要点"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="渡す項目",
            ),
        ),
        migrations.AlterField(
            model_name="handoff",
            name="items",
            field=models.CharField(blank=True, max_length=200, verbose_name="受け取った項目"),
        ),
        migrations.RunPython(date_withdrawals, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="handoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shared", []),
                    models.Q(
                        ("direction", "out"),
                        (
                            "shared__contained_by",
                            [
                                "name",
                                "kana",
                                "phone",
                                "email",
                                "birth_date",
                                "residence",
                                "timing",
                                "occupations",
                                "places",
                                "employer",
                                "employer_address",
                                "employer_phone",
                                "message",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="handoff_tells_known_items",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("jobseeker__isnull", False),
                    models.Q(
                        (
                            "shared__overlap",
                            [
                                "name",
                                "kana",
                                "phone",
                                "email",
                                "birth_date",
                                "residence",
                                "timing",
                                "occupations",
                                "places",
                            ],
                        ),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="handoff_of_an_employer_tells_of_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("consent_withdrawn_on__isnull", True),
                    ("consented_on__isnull", True),
                    ("consent_withdrawn_on__gte", models.F("consented_on")),
                    _connector="OR",
                ),
                name="handoff_consent_withdrawn_after_it_was_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("direction", "in"),
                    models.Q(("answer", "withdrawn"), _negated=True),
                    ("consent_withdrawn_on__isnull", False),
                    _connector="OR",
                ),
                name="handoff_ended_by_a_withdrawal_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_on_page", False),
                    models.Q(("answered_on__isnull", False), ("direction", "out")),
                    _connector="OR",
                ),
                name="handoff_answered_on_the_page_has_an_answer",
            ),
        ),
        migrations.AddField(
            model_name="handofflink",
            name="handoff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="referrals.handoff",
                verbose_name="つなぎ",
            ),
        ),
        migrations.AddField(
            model_name="handofflink",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name="作った人"
            ),
        ),
        migrations.AddField(
            model_name="linkuse",
            name="link",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="uses",
                to="referrals.handofflink",
                verbose_name="回答ページ",
            ),
        ),
        migrations.AddConstraint(
            model_name="handofflink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("handoff",), name="handoff_link_one_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="handofflink",
            constraint=models.CheckConstraint(
                condition=models.Q(("token_hash__regex", "^[0-9a-f]{64}$")), name="handoff_link_keeps_a_hash"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="linkuse",
            trigger=pgtrigger.compiler.Trigger(
                name="link_use_only_grows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c7d8e9b698449bca0d7b19b38ff2d3300df03333",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_link_use_only_grows_16a07",
                    table="referrals_linkuse",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="linkuse",
            trigger=pgtrigger.compiler.Trigger(
                name="link_use_never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'an append-only table is never emptied' USING ERRCODE = 'check_violation';",
                    hash="ebae038e95218e144ac83aca5791d849ce610ef0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_link_use_never_emptied_76d92",
                    table="referrals_linkuse",
                    when="BEFORE",
                ),
            ),
        ),
    ]
