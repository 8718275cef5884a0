"""Sample questionnaires: one for employers and one for movers in three languages, open, with sheets answered so far."""

from datetime import timedelta

from django.utils import timezone

from centre.roles import Role
from config.sample.world import World
from surveys.answering import asked, enter_from_paper
from surveys.making import add_question, move_question, open_survey
from surveys.models import Question, Survey

Kind, Audience = Question.Kind, Survey.Audience
HELPED = (
    {"ja": "仕事の情報", "easy": "仕事（しごと）の 情報（じょうほう）", "en": "Information about work"},
    {"ja": "くらしの情報", "easy": "くらしの 情報（じょうほう）", "en": "Information about living here"},
    {"ja": "企業との引き合わせ", "easy": "会社（かいしゃ）の 紹介（しょうかい）", "en": "Meeting employers"},
    {"ja": "行事", "easy": "イベント", "en": "Events"},
)
WISHED = ({"ja": "求人の書き方"}, {"ja": "移住支援金の手続き"}, {"ja": "外国人の雇用"}, {"ja": "定着の支援"})
WORDS = ("見本：予約の時間がもう少し長いと助かります。", "見本：夜にも相談できるとうれしいです。")
FEWEST_SHEETS, MOST_SHEETS = 12, 200


def make(world: World) -> None:
    """Write both, with so many answered sheets that results are shown."""
    # The sample may end after the day on which it is made.
    today, boss = min(world.today, timezone.localdate()), world.staff[Role.SUPERVISOR]
    opens_on, closes_on = today - timedelta(days=60), today + timedelta(days=120)
    movers = open_survey(
        title="見本 窓口の利用についてのアンケート",
        audience=Audience.MOVERS,
        opens_on=opens_on,
        closes_on=closes_on,
        languages=("ja", "easy", "en"),
        titles={"easy": "見本（みほん） アンケート", "en": "Sample survey about our service"},
        by=boss,
    )
    _ask(
        movers,
        kind=Kind.SEVERAL,
        texts={
            "ja": "役に立ったことをお選びください。",
            "easy": "よかった ものを えらんで ください。",
            "en": "What was helpful?",
        },
        choices=HELPED,
    )
    employers = open_survey(
        title="見本 企業への支援についてのアンケート",
        audience=Audience.EMPLOYERS,
        opens_on=opens_on,
        closes_on=closes_on,
        by=boss,
    )
    _ask(employers, kind=Kind.YES_NO, texts={"ja": "この1年に、県外からの採用がありましたか。"})
    _ask(employers, kind=Kind.ONE, texts={"ja": "いま最も知りたいことは何ですか。"}, choices=WISHED)
    for survey in (movers, employers):
        _answer(world, survey, (today - opens_on).days, boss)


def _ask(survey: Survey, **question) -> None:
    """Ask it before the free words, which come last."""
    move_question(add_question(survey, **question), -1)


def _answer(world: World, survey: Survey, days: int, by) -> None:
    questions = asked(survey)
    for _ in range(min(MOST_SHEETS, max(FEWEST_SHEETS, world.many(60)))):
        said = {question.pk: _said(world.dice, question) for question in questions}
        day = survey.opens_on + timedelta(days=world.dice.randrange(days + 1))
        enter_from_paper(
            survey, {key: value for key, value in said.items() if value not in ("", [])}, answered_on=day, by=by
        )


def _said(dice, question: Question):
    if question.kind == Kind.TEXT:
        return dice.choice(WORDS) if dice.random() < 0.2 else ""
    if question.kind == Kind.YES_NO:
        return dice.choice((0, 1))
    if question.kind in Question.SCALES:
        return dice.choices((5, 4, 3, 2, 1), weights=(38, 38, 14, 10, 0))[0]
    keys = [choice.pk for choice in question.choices.all()]
    return dice.choice(keys) if question.kind == Kind.ONE else dice.sample(keys, dice.randrange(1, 3))
