"""The cheapest ways to bring the count forward: what lies ready, ranked by how much work it takes (contract 9)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Case, Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from employers.models import Establishment
from postings.models import JobPosting, Vetting
from postings.sheets.completeness import PURPOSES
from postings.sheets.terms import label

LISTING_DAYS = 90
SOON = timedelta(days=30)
# After a year an employer's vacancy is another one.
LATELY = timedelta(days=365)
FEW = (1, 2)
# What every posting must hold to be listed, to state what the law asks and to be judged; conditional terms come later.
NEEDED = tuple(dict.fromkeys(name for purpose in PURPOSES for name in purpose.fields))


@dataclass(frozen=True)
class Action:
    """One thing to do: what, with whom, where, and by how many postings (件) the count grows at most."""

    title: str
    employer: str
    note: str
    url: str
    gain: int = 1
    tap: str = ""
    until: date | None = None
    effort: str = ""


@dataclass(frozen=True)
class Group:
    """Actions of one kind and effort, from a queryset in its order."""

    key: str
    label: str
    effort: str
    found: QuerySet
    describe: Callable[..., Action]

    @cached_property
    def size(self) -> int:
        """How many actions the group holds."""
        return self.found.order_by().count()


class Ranked:
    """The actions of several groups one after the other, read only as far as a page shows them."""

    def __init__(self, groups: list[Group]):
        self.groups = groups

    def count(self) -> int:
        """How many actions there are."""
        return sum(group.size for group in self.groups)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, place: slice) -> list[Action]:
        return list(self._between(place.start or 0, self.count() if place.stop is None else place.stop))

    def _between(self, start: int, stop: int) -> Iterator[Action]:
        for group in self.groups:
            for record in group.found[max(start, 0) : min(stop, group.size)] if max(start, 0) < stop else ():
                yield replace(group.describe(record), effort=group.effort)
            start, stop = start - group.size, stop - group.size


def groups(today: date) -> list[Group]:
    """Every kind of action, the least work first."""
    return [
        Group("extend", "期限が近い掲載を延長する", "押すだけ", _running_out(today), _extend),
        Group("publish", "承認済みの求人を載せて記録する", "載せて記録", _signed(), _publish),
        Group("sign", "「対象」の精査に署名する", "署名", _waiting(), _sign),
        Group("vet", "揃っている求人を精査に出す", "精査を作る", _unvetted().filter(missing=0), _vet),
        Group(
            "complete", "あと1〜2項目の求人を埋める", "聞いて入れる", _unvetted().filter(missing__in=FEW), _complete
        ),
        Group("relist", "終わった掲載を、もう一度出すか企業に聞く", "電話・訪問", _employers_to_ask(today), _ask),
    ]


def extended_until(until: date) -> date:
    """The last listed day after an extension by the usual length."""
    return until + timedelta(days=LISTING_DAYS)


def missing_facts() -> Case:
    """How many of the terms that every posting must hold are unknown, as SQL."""
    total = Value(0)
    for name in NEEDED:
        field = JobPosting._meta.get_field(name)
        unknown = Q(**{f"{name}__isnull": True}) if field.null else Q(**{name: ""})
        if field.null or field.empty_strings_allowed:
            total = total + Case(When(unknown, then=Value(1)), default=Value(0), output_field=IntegerField())
    return total


def _running_out(today: date) -> QuerySet:
    # From yesterday: an extension may still join on the day after the last listed one.
    soon = JobPosting.objects.expiring(today - timedelta(days=1), today + SOON).filter(listed_eligible=True)
    return soon.select_related("establishment").order_by("listed_until", "pk")


def _never_listed() -> QuerySet:
    latest = Vetting.objects.filter(posting=OuterRef("pk"), state=Vetting.State.APPROVED).order_by("-decided_at")
    unlisted = JobPosting.objects.filter(listed_from__isnull=True).select_related("establishment")
    return unlisted.annotate(verdict=Subquery(latest.values("verdict")[:1])).order_by("received_on", "pk")


def _signed() -> QuerySet:
    return _never_listed().filter(verdict=Vetting.Verdict.ELIGIBLE)


def _waiting() -> QuerySet:
    waiting = Vetting.objects.filter(
        state=Vetting.State.PREPARED, verdict=Vetting.Verdict.ELIGIBLE, posting__listed_from__isnull=True
    )
    return waiting.select_related("posting__establishment", "prepared_by").order_by("prepared_at", "pk")


def _unvetted() -> QuerySet:
    unjudged = _never_listed().filter(verdict__isnull=True).exclude(vettings__state=Vetting.State.PREPARED)
    return unjudged.annotate(missing=missing_facts())


def _employers_to_ask(today: date) -> QuerySet:
    """Establishments whose eligible listings of the last year are over and not listed again."""
    over = Q(postings__ended_on__range=(today - LATELY, today)) | Q(
        postings__ended_on__isnull=True,
        postings__listed_until__range=(today - LATELY, today - timedelta(days=2)),
    )
    gone = Establishment.objects.filter(over, postings__listed_eligible=True)
    last = Max(Coalesce("postings__ended_on", "postings__listed_until"))
    return gone.annotate(gain=Count("postings"), over_on=last).order_by("-gain", "-over_on", "pk")


def _extend(posting: JobPosting) -> Action:
    return _of_posting(
        posting,
        f"{posting.listed_until:%-m月%-d日}まで",
        posting.get_absolute_url(),
        tap=reverse("postings:extend_one", args=[posting.pk]),
        until=extended_until(posting.listed_until),
    )


def _publish(posting: JobPosting) -> Action:
    return _of_posting(posting, "承認済・未掲載", f"{reverse('postings:publish', args=[posting.pk])}?kind=new")


def _sign(vetting: Vetting) -> Action:
    note = f"{vetting.prepared_by.name}が作成"
    return replace(_of_posting(vetting.posting, note, ""), url=vetting.get_absolute_url())


def _vet(posting: JobPosting) -> Action:
    return _of_posting(posting, "足りない項目なし・未精査", reverse("postings:prepare", args=[posting.pk]))


def _complete(posting: JobPosting) -> Action:
    missing = [label(name) for name in NEEDED if getattr(posting, _column(name)) in (None, "")]
    return _of_posting(posting, f"足りない：{'、'.join(missing)}", reverse("postings:edit", args=[posting.pk]))


def _ask(establishment: Establishment) -> Action:
    note = f"終わった掲載 {establishment.gain:,}件（最後は{establishment.over_on:%Y年%-m月%-d日}）"
    return Action(
        establishment.name, establishment.phone, note, establishment.get_absolute_url(), gain=establishment.gain
    )


def _of_posting(posting: JobPosting, note: str, url: str, **more) -> Action:
    return Action(posting.title, posting.establishment.name, note, url, **more)


def _column(name: str) -> str:
    return JobPosting._meta.get_field(name).attname
