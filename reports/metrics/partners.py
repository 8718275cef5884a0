"""Figures of the hand-offs to and from partner agencies (table 9; contract 5, 8(5), 8(7))."""

from collections.abc import Callable

from django.db.models import QuerySet

from centre.models import PartnerAgency
from referrals.models import Handoff
from reports.metrics.definition import Dimension, Metric, Period

Answer = Handoff.Answer
ANSWERED_BY_THEM = (Answer.RECEIVED, Answer.HANDLED, Answer.DECLINED)

KIND = Dimension("kind", "機関の区分", "agency__kind", tuple(PartnerAgency.Kind.choices))
AGENCY = Dimension(
    "agency",
    "関係機関",
    "agency",
    lambda: tuple(PartnerAgency.objects.filter(handoffs__isnull=False).distinct().values_list("pk", "name")),
)
ANSWER = Dimension("answer", "返事", "answer", tuple(Answer.choices))


def _handed(direction: str, **also) -> Callable[[Period], QuerySet]:
    """Hand-offs of a direction whose day lies within a period."""

    def records(period: Period) -> QuerySet:
        return Handoff.objects.filter(direction=direction, handed_on__range=(period.first, period.last), **also)

    return records


OUT = Metric(
    "handoffs_out",
    "つなぎ（出）",
    "つないだ日が期間中にある、関係機関へのつなぎの数。返事は作成時点のもの。",
    1,
    "件",
    _handed("out"),
    dimensions=(KIND, AGENCY, ANSWER),
)
OUT_PEOPLE = Metric(
    "handoffs_out_people",
    "うち就職希望者",
    "つなぎ（出）のうち、就職希望者をつないだものの数。",
    1,
    "件",
    _handed("out", jobseeker__isnull=False),
)
OUT_EMPLOYERS = Metric(
    "handoffs_out_employers",
    "うち企業",
    "つなぎ（出）のうち、事業所だけをつないだものの数。",
    1,
    "件",
    _handed("out", jobseeker__isnull=True),
)
ANSWERED = Metric(
    "handoffs_answered",
    "返事があったつなぎ",
    "つなぎ（出）のうち、作成時点で「受取り済」「対応済」「対応できない」の返事があるものの数。",
    1,
    "件",
    _handed("out", answer__in=ANSWERED_BY_THEM),
)
ANSWERED_ON_PAGE = Metric(
    "handoffs_answered_on_page",
    "うち回答ページからの返事",
    "返事があったつなぎのうち、関係機関が回答ページから返事をしたものの数。",
    1,
    "件",
    _handed("out", answer__in=ANSWERED_BY_THEM, answered_on_page=True),
)
HANDLED = Metric(
    "handoffs_handled",
    "うち対応済",
    "返事があったつなぎのうち、作成時点で「対応済」のものの数。",
    1,
    "件",
    _handed("out", answer=Answer.HANDLED),
)
WAITING = Metric(
    "handoffs_waiting",
    "返事待ち",
    "つなぎ（出）のうち、作成時点で返事がないものの数。",
    1,
    "件",
    _handed("out", answer=Answer.WAITING),
)
WITHDRAWN = Metric(
    "handoffs_withdrawn",
    "同意の撤回で終了",
    "つなぎ（出）のうち、返事の済む前に本人が同意を撤回したものの数。",
    1,
    "件",
    _handed("out", answer=Answer.WITHDRAWN),
)
IN = Metric(
    "handoffs_in",
    "つなぎ（入）",
    "受けた日が期間中にある、関係機関から受けたつなぎの数。",
    1,
    "件",
    _handed("in"),
    dimensions=(KIND, AGENCY),
)
