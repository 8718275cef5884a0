"""Pages of what the law asks: the check of a posting, declarations of employers, minimum wages."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from centre.errors import DomainError
from centre.numbers import number_of
from centre.pages import ActForm, ListPage
from employers.models import Corporation
from postings.labour_law import advice_letter
from postings.labour_law.announcing import announce_minimum_wage
from postings.labour_law.declaring import declare, latest_declaration
from postings.labour_law.law_check import as_rates, check, held_of
from postings.labour_law.law_facts import wage_facts
from postings.labour_law.law_forms import DeclarationForm, WageForm
from postings.labour_law.wages_missed import below, not_known
from postings.models import JobPosting, MinimumWage
from postings.rulebooks.posting_law import judge_rate

MOST_SHOWN = 10


def law(request, pk: int):
    """What the law says of a posting today, and the letter that tells the employer."""
    posting = _posting(pk)
    decisions = list(posting.acceptances.select_related("decided_by")[:MOST_SHOWN])
    held = held_of(posting, next(iter(decisions), None))
    found = check(posting, timezone.localdate(), is_inappropriate=held)
    context = {
        "posting": posting,
        "found": found,
        "declaration": latest_declaration(posting.establishment.corporation_id),
        "letter": advice_letter.as_text(posting, found),
        "acceptances": decisions,
    }
    return render(request, "postings/law.html", context)


def advice_pdf(request, pk: int):
    """The letter as a PDF. 404 when there is nothing to tell."""
    posting = _posting(pk)
    held = held_of(posting, posting.acceptances.first())
    found = check(posting, timezone.localdate(), is_inappropriate=held)
    if not found.to_tell:
        raise Http404("nothing to tell")
    response = HttpResponse(advice_letter.write_pdf(posting, found), content_type="application/pdf")
    name = f"{advice_letter.TITLE}_{posting.title}.pdf".replace("/", "／")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response


class Declare(ActForm):
    """An employer's declaration; `?posting=` leads back to the posting it is for."""

    template_name = "postings/declare.html"
    form_class = DeclarationForm
    title = "求人者の自己申告を記録"
    lead = "求人の不受理の理由（職業安定法5条の6）に当たらないかを、企業の申告書のとおりに記録します。"
    success_message = "自己申告を記録しました。"

    def dispatch(self, request, *args, **kwargs):
        self.corporation = get_object_or_404(Corporation, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def posting(self) -> JobPosting | None:
        own = JobPosting.objects.filter(establishment__corporation=self.corporation)
        return own.filter(pk=number_of(self.request.GET.get("posting", ""))).first()

    def act(self, form):
        return declare(self.corporation, by=self.request.user, **form.declared())

    def get_success_url(self, made):
        return self.back()[0]

    def back(self):
        if self.posting:
            return reverse("postings:law", args=[self.posting.pk]), f"法令の確認　{self.posting.title}"
        if place := self.corporation.establishments.order_by("pk").first():
            return place.get_absolute_url(), self.corporation.name
        return reverse("employers:list"), "企業の一覧"

    def get_context_data(self, **kwargs):
        earlier = self.corporation.self_declarations.select_related("recorded_by")[:10]
        return super().get_context_data(corporation=self.corporation, earlier=earlier, **kwargs)


class MinimumWageList(ListPage):
    """The minimum wages, the newest first."""

    template_name = "postings/minimum_wages.html"

    def get_base_queryset(self):
        return MinimumWage.objects.select_related("announced_by").order_by("-effective_from", "-kind", "name")

    def get_context_data(self, **kwargs):
        return super().get_context_data(day=timezone.localdate(), **kwargs)


class AnnounceWage(ActForm):
    form_class = WageForm
    title = "最低賃金の改定を登録"
    lead = "いまの額は、新しい額の発効日の前日で終わります。登録すると、求人の確認にすぐ使われます。"
    submit = "登録する"
    success_message = "最低賃金の改定を登録しました。下回る求人を確かめてください。"

    def act(self, form):
        return announce_minimum_wage(by=self.request.user, **form.rate())

    def get_success_url(self, made):
        return reverse("postings:minimum_wage", args=[made.pk])

    def back(self):
        return reverse("postings:minimum_wages"), "最低賃金"


class WagesMissed(ListPage):
    """Postings offered today whose hour earns less than a rate; `?show=unknown` those nobody can tell of."""

    template_name = "postings/minimum_wage.html"

    def dispatch(self, request, *args, **kwargs):
        self.rate = get_object_or_404(MinimumWage, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        ask = not_known if self.request.GET.get("show") == "unknown" else below
        postings = ask(self.rate, timezone.localdate()).select_related("establishment", "minimum_wage")
        return postings.order_by("listed_until", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        today, shows_unknown = timezone.localdate(), self.request.GET.get("show") == "unknown"
        (rate,) = as_rates([self.rate])
        for posting in context["object_list"]:
            posting.why = _why(posting, rate)
        shown = context["paginator"].count
        return context | {
            "rate": self.rate,
            "day": today,
            "shows_unknown": shows_unknown,
            "below_count": below(self.rate, today).count() if shows_unknown else shown,
            "unknown_count": shown if shows_unknown else not_known(self.rate, today).count(),
        }


def _why(posting: JobPosting, rate) -> str:
    try:
        return judge_rate(wage_facts(posting), rate).reason
    except DomainError as error:
        return error.message


def _posting(pk: int) -> JobPosting:
    postings = JobPosting.objects.select_related("establishment__corporation", "minimum_wage")
    return get_object_or_404(postings, pk=pk)
