"""Tables of the surveys (contract 8(1)⑤): questionnaires, the links handed out, and answers that name nobody."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.public_pages import Language
from employers.sizes import SIZES
from jobseekers.models import Jobseeker
from privacy.declarations import personal

# The row of the survey is locked, so that no answer comes in while a question changes.
QUESTIONS_STAND = """
    PERFORM 1 FROM surveys_survey WHERE id IN ({surveys}) FOR UPDATE;
    IF EXISTS (SELECT 1 FROM surveys_answer WHERE survey_id IN ({surveys})) THEN
        RAISE EXCEPTION 'a survey that has answers keeps its questions' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
OF_A_QUESTION = "OLD.survey_id, NEW.survey_id"
OF_A_CHOICE = "SELECT survey_id FROM surveys_question WHERE id IN (OLD.question_id, NEW.question_id)"

ITEM_FITS = """
    IF NOT EXISTS (
        SELECT 1 FROM surveys_answer AS answer
        JOIN surveys_question AS question ON question.survey_id = answer.survey_id
        WHERE answer.id = NEW.answer_id AND question.id = NEW.question_id
          AND CASE
              WHEN question.kind IN ('satisfaction', 'agreement') THEN NEW.score BETWEEN 1 AND 5
              WHEN question.kind = 'yes_no' THEN NEW.score IN (0, 1)
              WHEN question.kind = 'text' THEN NEW.text <> ''
              ELSE EXISTS (
                  SELECT 1 FROM surveys_choice AS choice
                  WHERE choice.id = NEW.choice_id AND choice.question_id = question.id
              )
          END
          AND (question.kind = 'several' OR NOT EXISTS (
              SELECT 1 FROM surveys_answeritem AS other
              WHERE other.answer_id = NEW.answer_id AND other.question_id = NEW.question_id
          ))
    ) THEN
        RAISE EXCEPTION 'an answer that does not fit its question' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def only_japanese() -> list[str]:
    """The languages of a questionnaire that nobody has translated."""
    return [Language.JAPANESE.value]


class InLanguages(models.Model):
    """What is said in Japanese and, when offered, in easy Japanese and English."""

    text_ja = models.CharField("日本語", max_length=200)
    text_easy = models.CharField("やさしい日本語", max_length=200, blank=True)
    text_en = models.CharField("英語", max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text_ja

    def text(self, language: str) -> str:
        """The words in a language; the Japanese ones where they are not translated."""
        return getattr(self, f"text_{language}") or self.text_ja


class Survey(models.Model):
    """A questionnaire for one audience over a period; nobody's name is asked for or kept."""

    class Audience(models.TextChoices):
        EMPLOYERS = "employers", "企業"
        MOVERS = "movers", "就職・移住希望者"

    title = models.CharField("題名", max_length=120)
    title_easy = models.CharField("題名（やさしい日本語）", max_length=120, blank=True)
    title_en = models.CharField("題名（英語）", max_length=120, blank=True)
    audience = models.CharField("対象", max_length=10, choices=Audience.choices)
    opens_on = models.DateField("始まりの日")
    closes_on = models.DateField("終わりの日")
    languages = ArrayField(
        models.CharField(max_length=4, choices=Language.choices), verbose_name="ことば", default=only_japanese
    )
    intro_ja = models.TextField("はじめの文（日本語）", blank=True)
    intro_easy = models.TextField("はじめの文（やさしい日本語）", blank=True)
    intro_en = models.TextField("はじめの文（英語）", blank=True)
    by_group = models.BooleanField("区分ごとにも集計する", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="作成者")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "アンケート"
        verbose_name_plural = "アンケート"
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(languages__contains=["ja"]), name="survey_is_offered_in_japanese"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:detail", args=[self.pk])

    @property
    def groups(self) -> dict[str, str]:
        """The groups it is counted by, {key: name}; none unless that was declared."""
        if not self.by_group:
            return {}
        if self.audience == self.Audience.EMPLOYERS:
            return {str(band): name for band, name in SIZES.items()}
        return dict(Jobseeker.Turn.choices)

    @property
    def grouping(self) -> str:
        """What the groups are."""
        return "従業員規模" if self.audience == self.Audience.EMPLOYERS else "U・I・Jの別"

    def heading(self, language: str) -> str:
        """The title in a language; empty where it is not translated and the Japanese one stands."""
        return self.title if language == Language.JAPANESE else getattr(self, f"title_{language}")

    def intro(self, language: str) -> str:
        """The words before the questions, in a language or else in Japanese."""
        return getattr(self, f"intro_{language}") or self.intro_ja


class Question(InLanguages):
    """One question; the two scales go from 1 to 5 and have fixed words, so that years can be compared."""

    class Kind(models.TextChoices):
        SATISFACTION = "satisfaction", "満足度（1〜5）"
        AGREEMENT = "agreement", "そう思う度合い（1〜5）"
        YES_NO = "yes_no", "はい・いいえ"
        ONE = "one", "1つ選ぶ"
        SEVERAL = "several", "いくつでも選ぶ"
        TEXT = "text", "自由に書く"

    WITH_CHOICES = (Kind.ONE, Kind.SEVERAL)
    SCALES = (Kind.SATISFACTION, Kind.AGREEMENT)

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions", verbose_name="アンケート")
    position = models.PositiveSmallIntegerField("順番")
    kind = models.CharField("答え方", max_length=12, choices=Kind.choices)
    required = models.BooleanField("必ず答えてもらう", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "質問"
        verbose_name_plural = "質問"
        ordering = ["survey", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "position"],
                name="question_has_its_own_place",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="question_stands_once_answered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=QUESTIONS_STAND.format(surveys=OF_A_QUESTION),
            )
        ]


class Choice(InLanguages):
    """One of the answers a question offers."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices", verbose_name="質問")
    position = models.PositiveSmallIntegerField("順番")

    class Meta:
        verbose_name = "選択肢"
        verbose_name_plural = "選択肢"
        ordering = ["question", "position"]
        constraints = [models.UniqueConstraint(fields=["question", "position"], name="choice_has_its_own_place")]
        triggers = [
            pgtrigger.Trigger(
                name="choice_stands_once_answered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=QUESTIONS_STAND.format(surveys=OF_A_CHOICE),
            )
        ]


class InvitationBatch(models.Model):
    """A number of single-use links handed out together to one group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="batches", verbose_name="アンケート")
    group = models.CharField("区分", max_length=20, blank=True)
    count = models.PositiveIntegerField("枚数")
    expires_on = models.DateField("使える最後の日")
    # Its links left one by one in mails: they are never printed or listed again.
    by_mail = models.BooleanField("メールで送った案内", default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="作成者")
    made_at = models.DateTimeField("作成日時", auto_now_add=True)

    class Meta:
        verbose_name = "案内"
        verbose_name_plural = "案内"
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=500), name="invitations_one_to_five_hundred")
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.count}枚"


class Invitation(models.Model):
    """A link that nobody has used yet. Using it deletes the row, so that no trace leads from it to an answer.

    The secret in its address is signed by the product (surveys.tokens) and kept nowhere.
    """

    batch = models.ForeignKey(InvitationBatch, models.CASCADE, related_name="unused", verbose_name="案内")
    number = models.PositiveIntegerField("番号")

    class Meta:
        verbose_name = "まだ使われていない案内"
        verbose_name_plural = "まだ使われていない案内"
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="invitation_number_once")]

    def __str__(self) -> str:
        return f"{self.number}"


class Answer(models.Model):
    """One answered sheet. It knows the day, not the time, and no order: its number is drawn at random.

    A sheet typed in from paper names who typed it; one that came by a link has neither a person nor a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers", verbose_name="アンケート")
    answered_on = models.DateField("回答日")
    group = models.CharField("区分", max_length=20, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="入力した人"
    )
    recorded_at = models.DateTimeField("入力日時", null=True, blank=True)

    class Meta:
        verbose_name = "回答"
        verbose_name_plural = "回答"
        ordering = ["id"]
        indexes = [models.Index(fields=["answered_on"], name="survey_answer_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=True, recorded_at__isnull=True)
                | Q(recorded_by__isnull=False, recorded_at__isnull=False),
                name="answer_by_link_has_no_time",
            )
        ]
        triggers = [pgtrigger.Protect(name="survey_answer_never_changes", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.answered_on:%Y-%m-%d}"


class AnswerItem(models.Model):
    """What a sheet says to one question: a score (1 to 5; 1 yes, 0 no), a choice, or words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="items", verbose_name="回答")
    question = models.ForeignKey(Question, models.PROTECT, related_name="items", verbose_name="質問")
    score = models.PositiveSmallIntegerField("点", null=True, blank=True)
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="選択肢")
    text = models.TextField("自由記述", blank=True)

    personal_fields = personal(
        text="自由記述",
        purpose="窓口の改善",
        keep="契約の終了まで",
        readers="surveys.edit",
    )

    class Meta:
        verbose_name = "質問への回答"
        verbose_name_plural = "質問への回答"
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "question", "choice"], nulls_distinct=False, name="answered_once_per_choice"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False, choice__isnull=True, text="")
                | Q(score__isnull=True, choice__isnull=False, text="")
                | Q(score__isnull=True, choice__isnull=True) & ~Q(text=""),
                name="answer_item_says_one_thing",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answer_item_fits_its_question",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=ITEM_FITS,
            ),
            pgtrigger.Protect(name="answer_item_never_changes", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return str(self.score if self.score is not None else self.choice or self.text)
