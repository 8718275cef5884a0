"""Pages of campaigns: the list, a new one, one with its results, its employers, its end."""

import django_filters
from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from centre.errors import DomainError
from centre.numbers import number_of
from centre.pages import ActForm, EditForm, ListPage
from centre.roles import may
from centre.saved_filters import without_place
from employers import campaign_results, campaigning
from employers.calling import with_last_outcome
from employers.forms.campaigns import CampaignForm, NothingForm, TargetForm, as_typed
from employers.mailing import RECALL_FOR, unsent
from employers.models import Attempt, Campaign, CampaignCase, CampaignMail, Establishment


class CampaignFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状態", choices=Campaign.State.choices, empty_label="すべて")
    method = django_filters.ChoiceFilter(label="方法", choices=Campaign.Method.choices, empty_label="すべて")

    class Meta:
        model = Campaign
        fields = ()


class CampaignList(ListPage):
    """Campaigns, newest first, with their progress."""

    template_name = "employers/campaigns.html"
    filterset_class = CampaignFilter

    def get_base_queryset(self):
        return Campaign.objects.select_related("created_by").order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        counted = campaign_results.cases_of(context["object_list"])
        for campaign in context["object_list"]:
            campaign.closed, campaign.total = counted.get(campaign.pk, (0, 0))
        return context


class StartCampaign(ActForm):
    """A new campaign; the filters of the employers' list come in the address, `?copy=` begins from another one."""

    template_name = "employers/campaign_add.html"
    form_class = CampaignForm
    title = "架電・メールの企画を作る"
    submit = "この対象で始める"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        copied = number_of(self.request.GET.get("copy", ""))
        if copied is not None:
            return as_typed(get_object_or_404(Campaign, pk=copied))
        return {"query": without_place(self.request.GET.urlencode())}

    def act(self, form):
        started = campaigning.start(**form.plan(), by=self.request.user)
        missing = campaigning.MISSING[started.campaign.method]
        left_out = f"{missing}のない{started.left_out}社は入っていません。" if started.left_out else ""
        messages.success(self.request, f"{started.cases}社を対象に始めました。{left_out}")
        return started.campaign

    def back(self):
        return reverse("employers:campaigns"), "架電・メール"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | aimed_at(context["form"])


def aimed_at(form: TargetForm) -> dict:
    """Whom the form means as it stands, for the sentence with the count."""
    if form.is_bound:
        form.is_valid()
        query, method = form.chosen_query(), form.cleaned_data.get("method")
    else:
        query, method = form.get_initial_for_field(form.fields["query"], "query"), form["method"].value()
    try:
        target = campaigning.target(query or "", method or Campaign.Method.CALL)
    except DomainError as error:
        return {"target": None, "target_error": error.message}
    return {"target": target, "missing": campaigning.MISSING[method or Campaign.Method.CALL]}


def count_target(request):
    """The sentence with the count for what is chosen now (a part of the page)."""
    form = TargetForm(request.GET, user=request.user)
    return render(request, "employers/campaign_target.html", aimed_at(form))


def campaign(request, pk: int):
    """One campaign: how far it is and what it has brought."""
    campaign = get_object_or_404(Campaign.objects.select_related("created_by"), pk=pk)
    context = {
        "campaign": campaign,
        "is_running": campaign.state == Campaign.State.RUNNING,
        "is_call": campaign.method == Campaign.Method.CALL,
        "progress": campaign_results.progress(campaign),
        "outcomes": campaign_results.outcomes(campaign),
        "attributes": campaign_results.by_attribute(campaign),
        "answers": campaign_results.answers(campaign),
        "variants": campaign_results.by_variant(campaign),
        "list_address": f"{reverse('employers:list')}?{campaign.query}",
    }
    if campaign.method == Campaign.Method.MAIL and may(request.user, "employers.edit"):
        context |= mails_of(campaign)
    return render(request, "employers/campaign.html", context)


def mails_of(campaign: Campaign) -> dict:
    """How far the mails of a campaign are, and when the released ones leave."""
    waiting = unsent(campaign)
    released = waiting.filter(released_at__isnull=False).order_by("-released_at").first()
    return {
        "mail_counts": CampaignMail.objects.filter(case__campaign=campaign).aggregate(
            prepared=Count("pk"),
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            failed=Count("pk", filter=~Q(failure="")),
        ),
        "to_prepare": campaign.cases.filter(state=CampaignCase.State.OPEN, mail__isnull=True).count(),
        "to_release": waiting.filter(released_at__isnull=True).count(),
        "released": released,
        "leaves_at": released.released_at + RECALL_FOR if released else None,
    }


class CloseCampaign(EditForm):
    title = "企画を終了する"
    lead = "終了すると、電話もメールもしなくなります。これまでの記録は残ります。"
    submit = "終了する"
    form_class = NothingForm
    success_message = "企画を終了しました。"

    def get_object(self):
        return get_object_or_404(Campaign, pk=self.kwargs["pk"])

    def act(self, form):
        return campaigning.close(self.object, self.version, by=self.request.user)

    def back(self):
        return self.object.get_absolute_url(), self.object.title


class CaseFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="事業所", method="search")
    state = django_filters.ChoiceFilter(label="状態", choices=CampaignCase.State.choices, empty_label="すべて")

    class Meta:
        model = CampaignCase
        fields = ()

    def search(self, queryset, name, value):
        found = Establishment.objects.search(value).values("pk")
        return queryset.filter(establishment__in=found)


class CaseList(ListPage):
    """The employers of a campaign."""

    template_name = "employers/campaign_cases.html"
    filterset_class = CaseFilter

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.campaign = get_object_or_404(Campaign, pk=kwargs["pk"])

    def get_base_queryset(self):
        cases = self.campaign.cases.select_related("establishment__municipality", "variant", "assigned_to")
        return with_last_outcome(cases).order_by("pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(campaign=self.campaign, **kwargs)
        labels = dict(Attempt.Outcome.choices)
        for case in context["object_list"]:
            case.outcome_label = labels.get(case.last_outcome, "")
        return context
