"""Making a questionnaire: its questions, their order, a copy of an earlier one (contract 8(1)⑤)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.public_pages import Language
from surveys.models import Choice, Question, Survey

Kind = Question.Kind
LANGUAGES = tuple(Language.values)
MOST_QUESTIONS, FEWEST_CHOICES, MOST_CHOICES = 30, 2, 20
FIRST = {
    "ja": "窓口の対応に満足しましたか。",
    "easy": "この 窓口（まどぐち）は、よかったですか。",
    "en": "Were you satisfied with our service?",
}
LAST = {
    "ja": "ご意見・ご要望があれば、お書きください。",
    "easy": "言（い）いたい ことが あれば、書（か）いて ください。",
    "en": "Please tell us anything else you would like to say.",
}


def open_survey(
    *,
    title: str,
    audience: str,
    opens_on: date,
    closes_on: date,
    languages: Sequence[str] = ("ja",),
    titles: Mapping[str, str] | None = None,
    intros: Mapping[str, str] | None = None,
    by_group: bool = False,
    by: User,
) -> Survey:
    """Open a questionnaire with the two questions every one begins with: satisfaction, and free words.

    `titles` is the title in the other languages. Raises DomainError when it ends before it begins.
    """
    _check_days(opens_on, closes_on)
    with transaction.atomic():
        survey = Survey.objects.create(
            title=title,
            audience=audience,
            opens_on=opens_on,
            closes_on=closes_on,
            languages=_in_order(languages),
            by_group=by_group,
            created_by=by,
            **_titles(titles or {}),
            **_named("intro", intros or {}),
        )
        add_question(survey, kind=Kind.SATISFACTION, texts=FIRST, required=True)
        add_question(survey, kind=Kind.TEXT, texts=LAST)
    return survey


def change_survey(
    survey: Survey,
    version: int,
    *,
    title: str,
    opens_on: date,
    closes_on: date,
    languages: Sequence[str],
    titles: Mapping[str, str],
    intros: Mapping[str, str],
    by_group: bool,
) -> Survey:
    """Change all but the questions and the audience.

    Raises EditConflict, and DomainError for a period that leaves an answer out or groups declared after answers came.
    """
    _check_days(opens_on, closes_on)
    with transaction.atomic():
        record = lock_for_edit(Survey, survey.pk, version)
        if by_group != record.by_group and record.answers.exists():
            raise DomainError("回答が届いたあとは、区分ごとの集計を変えられません。", "by_group")
        if record.answers.filter(answered_on__lt=opens_on).exists():
            raise DomainError("この日より前の回答があります。始まりの日を早めてください。", "opens_on")
        if record.answers.filter(answered_on__gt=closes_on).exists():
            raise DomainError("この日より後の回答があります。終わりの日を遅くしてください。", "closes_on")
        record.title, record.opens_on, record.closes_on = title, opens_on, closes_on
        record.languages, record.by_group = _in_order(languages), by_group
        for name, words in (_titles(titles) | _named("intro", intros)).items():
            setattr(record, name, words)
        record.save()
    return record


def copy_survey(
    survey: Survey, *, title: str, opens_on: date, closes_on: date, titles: Mapping[str, str] | None = None, by: User
) -> Survey:
    """A new questionnaire with the questions, words and languages of an earlier one, and none of its answers.

    `titles` is its title in the other languages. Raises DomainError when it ends before it begins.
    """
    _check_days(opens_on, closes_on)
    with transaction.atomic():
        made = Survey.objects.create(
            title=title,
            audience=survey.audience,
            opens_on=opens_on,
            closes_on=closes_on,
            languages=survey.languages,
            by_group=survey.by_group,
            created_by=by,
            **_titles(titles or {}),
            **{f"intro_{language}": getattr(survey, f"intro_{language}") for language in LANGUAGES},
        )
        for question in survey.questions.prefetch_related("choices"):
            add_question(
                made,
                kind=question.kind,
                texts=_texts_of(question),
                required=question.required,
                choices=[_texts_of(choice) for choice in question.choices.all()],
            )
    return made


def add_question(
    survey: Survey,
    *,
    kind: str,
    texts: Mapping[str, str],
    required: bool = False,
    choices: Sequence[Mapping[str, str]] = (),
) -> Question:
    """Add a question at the end. `texts` and each of `choices` are {language: words}, Japanese at least.

    Raises DomainError once there are answers, for too many questions, and for choices that do not fit the kind.
    """
    with transaction.atomic():
        _still_open(survey)
        last = survey.questions.order_by("-position").values_list("position", flat=True).first() or 0
        if survey.questions.count() >= MOST_QUESTIONS:
            raise DomainError(f"質問は{MOST_QUESTIONS}問までです。")
        question = Question.objects.create(
            survey=survey, position=last + 1, kind=kind, required=required, **_named("text", texts)
        )
        _offer(question, choices)
    return question


def change_question(
    question: Question,
    version: int,
    *,
    kind: str,
    texts: Mapping[str, str],
    required: bool,
    choices: Sequence[Mapping[str, str]],
) -> Question:
    """Change a question and its choices; raises EditConflict, and DomainError as `add_question` does."""
    with transaction.atomic():
        _still_open(question.survey)
        record = lock_for_edit(Question, question.pk, version)
        record.kind, record.required = kind, required
        for name, words in _named("text", texts).items():
            setattr(record, name, words)
        record.save()
        record.choices.all().delete()
        _offer(record, choices)
    return record


def move_question(question: Question, step: int) -> None:
    """Move a question one place up (-1) or down (1); at an end it stays.

    Raises DomainError once there are answers.
    """
    with transaction.atomic():
        _still_open(question.survey)
        order = list(question.survey.questions.order_by("position"))
        place = next(number for number, one in enumerate(order) if one.pk == question.pk)
        if not 0 <= place + step < len(order):
            return
        one, other = order[place], order[place + step]
        one.position, other.position = other.position, one.position
        Question.objects.bulk_update([one, other], ["position"])


def remove_question(question: Question) -> None:
    """Take a question out; raises DomainError once there are answers, and for the only one."""
    with transaction.atomic():
        _still_open(question.survey)
        if question.survey.questions.count() == 1:
            raise DomainError("質問は1問以上必要です。")
        question.delete()


def untranslated(survey: Survey) -> list[tuple[str, str]]:
    """(name of the language, words in Japanese) of whatever lacks its words in a language that is offered."""
    pieces = []
    for question in survey.questions.prefetch_related("choices"):
        pieces += [question, *question.choices.all()]
    return [
        (Language(language).label, piece.text_ja)
        for language in survey.languages
        for piece in pieces
        if not getattr(piece, f"text_{language}")
    ]


def _still_open(survey: Survey) -> None:
    """Lock the survey, so that no answer comes in between; raises DomainError when one is there."""
    if Survey.objects.select_for_update().get(pk=survey.pk).answers.exists():
        raise DomainError("もう回答があるため、質問は変えられません。写しを作って、新しいアンケートにしてください。")


def _offer(question: Question, choices: Sequence[Mapping[str, str]]) -> None:
    if question.kind not in Question.WITH_CHOICES:
        if choices:
            raise DomainError(
                "この答え方に選択肢はありません。答え方を選び直すか、選択肢を消してください。", "choices_ja"
            )
        return
    if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
        raise DomainError(f"選択肢は{FEWEST_CHOICES}つから{MOST_CHOICES}までにしてください。", "choices_ja")
    if len({one["ja"] for one in choices}) < len(choices):
        raise DomainError("同じ選択肢が2つあります。", "choices_ja")
    for position, one in enumerate(choices, 1):
        Choice.objects.create(question=question, position=position, **_named("text", one))


def _check_days(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise DomainError("終わりの日は、始まりの日と同じか、それより後の日を入れてください。", "closes_on")


def _in_order(languages: Sequence[str]) -> list[str]:
    """Japanese and whatever else is offered, in the order of the list of languages."""
    return [language for language in LANGUAGES if language == "ja" or language in languages]


def _named(field: str, words: Mapping[str, str]) -> dict[str, str]:
    return {f"{field}_{language}": words.get(language, "").strip() for language in LANGUAGES}


def _titles(words: Mapping[str, str]) -> dict[str, str]:
    """The title in the languages other than Japanese."""
    return {name: value for name, value in _named("title", words).items() if name != "title_ja"}


def _texts_of(piece: Question | Choice) -> dict[str, str]:
    return {language: getattr(piece, f"text_{language}") for language in LANGUAGES}
