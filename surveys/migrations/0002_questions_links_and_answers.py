import uuid

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import surveys.models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("answered_on", models.DateField(verbose_name="回答日")),
                ("group", models.CharField(blank=True, max_length=20, verbose_name="区分")),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="入力日時")),
            ],
            options={
                "verbose_name": "回答",
                "verbose_name_plural": "回答",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="AnswerItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("score", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="点")),
                ("text", models.TextField(blank=True, verbose_name="自由記述")),
            ],
            options={
                "verbose_name": "質問への回答",
                "verbose_name_plural": "質問への回答",
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_ja", models.CharField(max_length=200, verbose_name="日本語")),
                ("text_easy", models.CharField(blank=True, max_length=200, verbose_name="やさしい日本語")),
                ("text_en", models.CharField(blank=True, max_length=300, verbose_name="英語")),
                ("position", models.PositiveSmallIntegerField(verbose_name="順番")),
            ],
            options={
                "verbose_name": "選択肢",
                "verbose_name_plural": "選択肢",
                "ordering": ["question", "position"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="番号")),
            ],
            options={
                "verbose_name": "まだ使われていない案内",
                "verbose_name_plural": "まだ使われていない案内",
                "ordering": ["batch", "number"],
            },
        ),
        migrations.CreateModel(
            name="InvitationBatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("group", models.CharField(blank=True, max_length=20, verbose_name="区分")),
                ("count", models.PositiveIntegerField(verbose_name="枚数")),
                ("expires_on", models.DateField(verbose_name="使える最後の日")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
            ],
            options={
                "verbose_name": "案内",
                "verbose_name_plural": "案内",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_ja", models.CharField(max_length=200, verbose_name="日本語")),
                ("text_easy", models.CharField(blank=True, max_length=200, verbose_name="やさしい日本語")),
                ("text_en", models.CharField(blank=True, max_length=300, verbose_name="英語")),
                ("position", models.PositiveSmallIntegerField(verbose_name="順番")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("satisfaction", "満足度（1〜5）"),
                            ("agreement", "そう思う度合い（1〜5）"),
                            ("yes_no", "はい・いいえ"),
                            ("one", "1つ選ぶ"),
                            ("several", "いくつでも選ぶ"),
                            ("text", "自由に書く"),
                        ],
                        max_length=12,
                        verbose_name="答え方",
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="必ず答えてもらう")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "質問",
                "verbose_name_plural": "質問",
                "ordering": ["survey", "position"],
            },
        ),
        migrations.AddField(
            model_name="survey",
            name="by_group",
            field=models.BooleanField(default=False, verbose_name="区分ごとにも集計する"),
        ),
        migrations.AddField(
            model_name="survey",
            name="intro_easy",
            field=models.TextField(blank=True, verbose_name="はじめの文（やさしい日本語）"),
        ),
        migrations.AddField(
            model_name="survey",
            name="intro_en",
            field=models.TextField(blank=True, verbose_name="はじめの文（英語）"),
        ),
        migrations.AddField(
            model_name="survey",
            name="intro_ja",
            field=models.TextField(blank=True, verbose_name="はじめの文（日本語）"),
        ),
        migrations.AddField(
            model_name="survey",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[("ja", "日本語"), ("easy", "やさしい日本語"), ("en", "English")], max_length=4
                ),
                default=surveys.models.only_japanese,
                size=None,
                verbose_name="ことば",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("languages__contains", ["ja"])), name="survey_is_offered_in_japanese"
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
                verbose_name="入力した人",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="surveys.survey",
                verbose_name="アンケート",
            ),
        ),
        migrations.AddField(
            model_name="answeritem",
            name="answer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="surveys.answer",
                verbose_name="回答",
            ),
        ),
        migrations.AddField(
            model_name="answeritem",
            name="choice",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="surveys.choice",
                verbose_name="選択肢",
            ),
        ),
        migrations.AddField(
            model_name="invitationbatch",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="作成者",
            ),
        ),
        migrations.AddField(
            model_name="invitationbatch",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="surveys.survey",
                verbose_name="アンケート",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="unused",
                to="surveys.invitationbatch",
                verbose_name="案内",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="surveys.survey",
                verbose_name="アンケート",
            ),
        ),
        migrations.AddField(
            model_name="choice",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="choices",
                to="surveys.question",
                verbose_name="質問",
            ),
        ),
        migrations.AddField(
            model_name="answeritem",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="surveys.question",
                verbose_name="質問",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["answered_on"], name="survey_answer_day"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("recorded_at__isnull", True), ("recorded_by__isnull", True)),
                    models.Q(("recorded_at__isnull", False), ("recorded_by__isnull", False)),
                    _connector="OR",
                ),
                name="answer_by_link_has_no_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="survey_answer_never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="4ee2c8736415d0498587c405a028f90c18c8b34b",
                    operation="UPDATE",
                    pgid="pgtrigger_survey_answer_never_changes_ceab6",
                    table="surveys_answer",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="invitationbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 1), ("count__lte", 500)), name="invitations_one_to_five_hundred"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="invitation_number_once"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("survey", "position"),
                name="question_has_its_own_place",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="question_stands_once_answered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM surveys_survey WHERE id IN (OLD.survey_id, NEW.survey_id) FOR UPDATE;\n    IF EXISTS (SELECT 1 FROM surveys_answer WHERE survey_id IN (OLD.survey_id, NEW.survey_id)) THEN\n        RAISE EXCEPTION 'a survey that has answers keeps its questions' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                    hash="eecd22ca1a601647434c5a89a41e990345c7faa4",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_question_stands_once_answered_b87b9",
                    table="surveys_question",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.UniqueConstraint(fields=("question", "position"), name="choice_has_its_own_place"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="choice",
            trigger=pgtrigger.compiler.Trigger(
                name="choice_stands_once_answered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM surveys_survey WHERE id IN (SELECT survey_id FROM surveys_question WHERE id IN (OLD.question_id, NEW.question_id)) FOR UPDATE;\n    IF EXISTS (SELECT 1 FROM surveys_answer WHERE survey_id IN (SELECT survey_id FROM surveys_question WHERE id IN (OLD.question_id, NEW.question_id))) THEN\n        RAISE EXCEPTION 'a survey that has answers keeps its questions' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                    hash="dec83089f1b2e9ae83dca49a1e8bb6649c30d0c2",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_choice_stands_once_answered_23109",
                    table="surveys_choice",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="answeritem",
            constraint=models.UniqueConstraint(
                fields=("answer", "question", "choice"), name="answered_once_per_choice", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="answeritem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("choice__isnull", True), ("score__isnull", False), ("text", "")),
                    models.Q(("choice__isnull", False), ("score__isnull", True), ("text", "")),
                    models.Q(("choice__isnull", True), ("score__isnull", True), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="answer_item_says_one_thing",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answeritem",
            trigger=pgtrigger.compiler.Trigger(
                name="answer_item_fits_its_question",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT EXISTS (\n        SELECT 1 FROM surveys_answer AS answer\n        JOIN surveys_question AS question ON question.survey_id = answer.survey_id\n        WHERE answer.id = NEW.answer_id AND question.id = NEW.question_id\n          AND CASE\n              WHEN question.kind IN ('satisfaction', 'agreement') THEN NEW.score BETWEEN 1 AND 5\n              WHEN question.kind = 'yes_no' THEN NEW.score IN (0, 1)\n              WHEN question.kind = 'text' THEN NEW.text <> ''\n              ELSE EXISTS (\n                  SELECT 1 FROM surveys_choice AS choice\n                  WHERE choice.id = NEW.choice_id AND choice.question_id = question.id\n              )\n          END\n          AND (question.kind = 'several' OR NOT EXISTS (\n              SELECT 1 FROM surveys_answeritem AS other\n              WHERE other.answer_id = NEW.answer_id AND other.question_id = NEW.question_id\n          ))\n    ) THEN\n        RAISE EXCEPTION 'an answer that does not fit its question' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="3d0f2881ed8b33cc59dc5f2cfafaa8fcbc67d5cf",
                    operation="INSERT",
                    pgid="pgtrigger_answer_item_fits_its_question_8a35b",
                    table="surveys_answeritem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answeritem",
            trigger=pgtrigger.compiler.Trigger(
                name="answer_item_never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="12e84cefcb82725a2603ff9880d0813407ff47f1",
                    operation="UPDATE",
                    pgid="pgtrigger_answer_item_never_changes_b49cf",
                    table="surveys_answeritem",
                    when="BEFORE",
                ),
            ),
        ),
    ]
