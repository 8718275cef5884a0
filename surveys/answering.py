"""Taking an answered sheet: by a single-use link without an account, or typed in from paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from surveys.inviting import last_day
from surveys.models import Answer, AnswerItem, Invitation, InvitationBatch, Question, Survey

Kind = Question.Kind
TEXT_LENGTH = 2000
# {question id: score, choice id, ids of choices, or words}; what was not answered is absent.
Given = Mapping[int, int | list[int] | str]


@dataclass(frozen=True)
class Problem:
    """Why an answer to a question is not taken; `kind` is a key of the page's words (surveys.wording.PAGE)."""

    question: int
    kind: str


def asked(survey: Survey) -> list[Question]:
    """The questions in their order, with their choices, in two queries."""
    return list(survey.questions.order_by("position").prefetch_related("choices"))


def problems(questions: Iterable[Question], given: Given) -> list[Problem]:
    """What is missing or does not fit, question by question."""
    found = []
    for question in questions:
        kind = _problem(question, given.get(question.pk))
        if kind:
            found.append(Problem(question.pk, kind))
    return found


def answer_by_link(batch: InvitationBatch, invitation: Invitation, given: Given) -> Answer | None:
    """Take a sheet and use up its invitation; None when somebody was quicker, and then nothing changes.

    The invitation is deleted, and the sheet knows the survey, the group and the day only. Raises DomainError when the
    sheet is not complete or the link's days are over.
    """
    today = timezone.localdate()
    if not batch.survey.opens_on <= today <= last_day(batch):
        raise DomainError("回答を受け付ける期間ではありません。")
    with transaction.atomic():
        questions = _checked(_locked(batch.survey), given)
        used, _ = Invitation.objects.filter(pk=invitation.pk).delete()
        if not used:
            return None
        answer = Answer.objects.create(survey=batch.survey, group=batch.group, answered_on=today)
        _keep(answer, questions, given)
    return answer


def enter_from_paper(survey: Survey, given: Given, *, answered_on: date, group: str = "", by: User) -> Answer:
    """Type in a sheet of paper.

    Raises DomainError for a day outside the survey, an unknown group, or an answer that is missing or does not fit.
    """
    if answered_on > timezone.localdate():
        raise DomainError("回答日に先の日付は入れられません。", "answered_on")
    if group and group not in survey.groups:
        raise DomainError("区分を選び直してください。", "group")
    with transaction.atomic():
        current = _locked(survey)
        questions = _checked(current, given)
        if not current.opens_on <= answered_on <= current.closes_on:
            raise DomainError(
                f"回答日は、アンケートの期間（{_day(current.opens_on)}から{_day(current.closes_on)}まで）の日を入れてください。",
                "answered_on",
            )
        answer = Answer.objects.create(
            survey=current, group=group, answered_on=answered_on, recorded_by=by, recorded_at=timezone.now()
        )
        _keep(answer, questions, given)
    return answer


def _locked(survey: Survey) -> Survey:
    """The survey as it is; until the transaction ends nobody changes its questions."""
    return Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)


def _checked(survey: Survey, given: Given) -> list[Question]:
    questions = asked(survey)
    if problems(questions, given):
        raise DomainError("答えていない質問か、合わない回答があります。")
    return questions


def _problem(question: Question, value) -> str:
    if value in (None, "", []):
        missing = {Kind.TEXT: "write", Kind.SEVERAL: "choose_some"}.get(question.kind, "choose")
        return missing if question.required else ""
    if question.kind == Kind.TEXT:
        return "too_long" if len(value) > TEXT_LENGTH else ""
    offered = _offered(question)
    chosen = value if question.kind == Kind.SEVERAL else [value]
    return "" if set(chosen) <= offered else "not_offered"


def _offered(question: Question) -> set[int]:
    if question.kind in Question.SCALES:
        return set(range(1, 6))
    if question.kind == Kind.YES_NO:
        return {0, 1}
    return {choice.pk for choice in question.choices.all()}


def _keep(answer: Answer, questions: Iterable[Question], given: Given) -> None:
    items = []
    for question in questions:
        value = given.get(question.pk)
        if value in (None, "", []):
            continue
        if question.kind == Kind.TEXT:
            said = [{"text": value}]
        elif question.kind in Question.WITH_CHOICES:
            said = [{"choice_id": key} for key in sorted(set(value if question.kind == Kind.SEVERAL else [value]))]
        else:
            said = [{"score": value}]
        items += [AnswerItem(answer=answer, question=question, **one) for one in said]
    AnswerItem.objects.bulk_create(items)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
