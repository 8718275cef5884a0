"""What a campaign has brought so far: progress, who was reached, what was answered, which wording did better."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform

from employers.models import Attempt, Campaign, CampaignCase
from employers.sizes import SIZES, size_of

FREE_TEXTS_SHOWN = 20
SPOKE = (Attempt.Outcome.REACHED, Attempt.Outcome.DECLINED, Attempt.Outcome.CALL_BACK)


@dataclass(frozen=True)
class Share:
    """A part of the target: how many employers, how many were tried, reached, and answered a question."""

    label: str
    cases: int
    tried: int
    reached: int
    answered: int

    @property
    def reached_percent(self) -> int:
        """Reached employers of all in this part, in whole percent."""
        return round(100 * self.reached / self.cases) if self.cases else 0

    @property
    def answered_percent(self) -> int:
        """Employers that answered a question, of all in this part, in whole percent."""
        return round(100 * self.answered / self.cases) if self.cases else 0


def cases_of(campaigns) -> dict[int, tuple[int, int]]:
    """How many cases of each campaign are closed, and how many there are: {campaign id: (closed, total)}."""
    closed = Count("pk", filter=~Q(state=CampaignCase.State.OPEN))
    cases = CampaignCase.objects.filter(campaign__in=list(campaigns)).order_by()
    counted = cases.values_list("campaign").annotate(closed=closed, total=Count("pk"))
    return {campaign: (closed, total) for campaign, closed, total in counted}


def progress(campaign: Campaign) -> dict:
    """How many cases are in each state: {"total", "closed", "states": [(label, count)]}, in one query."""
    found = dict(campaign.cases.order_by().values_list("state").annotate(n=Count("pk")))
    total = sum(found.values())
    return {
        "total": total,
        "closed": total - found.get(CampaignCase.State.OPEN, 0),
        "states": [(state, label, found.get(state, 0)) for state, label in CampaignCase.State.choices],
    }


def outcomes(campaign: Campaign) -> list[tuple[str, int]]:
    """How many attempts had each outcome, in the order of the outcomes; those that never came are left out."""
    attempts = Attempt.objects.filter(case__campaign=campaign).order_by()
    found = dict(attempts.values_list("outcome").annotate(n=Count("pk")))
    return [(label, found[value]) for value, label in Attempt.Outcome.choices if value in found]


def by_attribute(campaign: Campaign) -> list[tuple[str, list[Share]]]:
    """The target divided by industry, wide area and size, each part with its share reached."""
    return [
        ("業種", _parts(campaign, F("establishment__industry__name"), order=F("establishment__industry"))),
        ("広域本部", _parts(campaign, F("establishment__municipality__wide_area"))),
        ("従業員", _parts(campaign, size_of("establishment__employees"), names=SIZES)),
    ]


def by_variant(campaign: Campaign) -> list[Share]:
    """The wordings beside each other; empty when there is only one."""
    parts = _parts(campaign, F("variant__key"))
    return parts if len(parts) > 1 else []


def answers(campaign: Campaign) -> list[dict]:
    """Each question with its answers: {"label", "total", "choices": [(text, count)], "texts": newest free texts}."""
    reached = Attempt.objects.filter(case__campaign=campaign, outcome=Attempt.Outcome.REACHED)
    return [_tally(question, reached) for question in campaign.questions]


def _tally(question: dict, reached) -> dict:
    given = reached.annotate(text=KeyTextTransform(question["key"], "answers")).exclude(text=None)
    found = {"label": question["label"], "choices": [], "texts": []}
    if question["choices"]:
        counted = dict(given.order_by().values_list("text").annotate(n=Count("pk")))
        found["choices"] = [(choice, counted.get(choice, 0)) for choice in question["choices"]]
        found["total"] = sum(counted.values())
    else:
        newest = given.order_by("-made_at", "-pk").values_list("text", "case__establishment__name")
        found["texts"] = list(newest[:FREE_TEXTS_SHOWN])
        found["total"] = given.count()
    return found


def _parts(campaign: Campaign, expression, order=None, names=None) -> list[Share]:
    attempts = Attempt.objects.filter(case=OuterRef("pk"))
    asked = [question["key"] for question in campaign.questions]
    groups = (
        campaign.cases.order_by()
        .annotate(
            part=expression,
            was_tried=Exists(attempts),
            was_reached=Exists(attempts.filter(outcome__in=SPOKE)),
            has_answered=Exists(attempts.filter(outcome=Attempt.Outcome.REACHED, answers__has_any_keys=asked)),
        )
        .values("part")
        .annotate(
            n=Count("pk"),
            tried=Count("pk", filter=Q(was_tried=True)),
            reached=Count("pk", filter=Q(was_reached=True)),
            answered=Count("pk", filter=Q(has_answered=True)),
        )
        .order_by(order.asc(nulls_last=True) if order else F("part").asc(nulls_last=True))
    )
    return [
        Share(
            (names or {}).get(row["part"], row["part"]) or "",
            row["n"],
            row["tried"],
            row["reached"],
            row["answered"],
        )
        for row in groups
    ]
