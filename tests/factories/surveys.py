"""Makers of questionnaires and answers, through the same acts the pages use."""

from datetime import date

from surveys import answering, inviting, making
from surveys.models import Answer, InvitationBatch, Question, Survey
from surveys.tokens import token_of
from tests.factories.centre import UserFactory

TODAY = date(2026, 11, 20)
Kind = Question.Kind


def survey(**given) -> Survey:
    """A questionnaire of November 2026 with the two questions every one begins with."""
    known = {
        "title": "見本のアンケート",
        "audience": Survey.Audience.EMPLOYERS,
        "opens_on": date(2026, 11, 1),
        "closes_on": date(2026, 11, 30),
    }
    return making.open_survey(**{"by": UserFactory()} | known | given)


def question(of: Survey, kind: str = Kind.ONE, *choices: str, **given) -> Question:
    """One question more; choices are given in Japanese."""
    texts = given.pop("texts", {"ja": "見本の質問"})
    return making.add_question(of, kind=kind, texts=texts, choices=[{"ja": words} for words in choices], **given)


def first(of: Survey) -> Question:
    """The question about satisfaction."""
    return of.questions.get(position=1)


def last(of: Survey) -> Question:
    """The question for free words."""
    return of.questions.get(position=2)


def paper(of: Survey, score: int = 4, words: str = "", *, group: str = "", on: date = TODAY, **more) -> Answer:
    """A sheet typed in."""
    answers = {first(of).pk: score, last(of).pk: words} | more.get("answers", {})
    return answering.enter_from_paper(of, answers, answered_on=on, group=group, by=UserFactory())


def link(of: Survey, *, group: str = "", expires_on: date | None = None) -> tuple[str, InvitationBatch]:
    """A single-use address and its batch."""
    batch = inviting.invite(of, count=1, group=group, expires_on=expires_on or of.closes_on, by=UserFactory())
    return f"/survey/{token_of(batch, 1)}/", batch
