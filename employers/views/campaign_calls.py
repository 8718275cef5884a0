"""Calling one employer after another, and the list of wrong numbers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.pages import ActForm, ListPage
from employers import calling
from employers.forms.campaigns import AttemptForm
from employers.merge_fields import fill, main_contact
from employers.models import Attempt, Campaign, CampaignCase, Establishment
from privacy.access import record_access
from privacy.models import AccessLog

LAST_CONTACTS = 5
NOBODY_LEFT = "いま電話をかける企業はありません。不在だった企業は、時間帯を変えるとまた出てきます。"


def next_address(campaign: Campaign, user) -> str | None:
    """The page of the employer that is next for a user, None when nobody is."""
    case = calling.next_case(campaign, by=user)
    return reverse("employers:campaign_case", args=[case.pk]) if case else None


@require_POST
def call_next(request, pk: int):
    """Take the next employer and open its page."""
    campaign = get_object_or_404(Campaign, pk=pk)
    return _onward(request, campaign)


@require_POST
def aside(request, pk: int):
    """Leave an employer for an hour and open the next one."""
    case = get_object_or_404(CampaignCase.objects.select_related("campaign"), pk=pk)
    calling.put_aside(case, by=request.user)
    return _onward(request, case.campaign)


def _onward(request, campaign: Campaign):
    address = next_address(campaign, request.user)
    if address is None:
        messages.info(request, NOBODY_LEFT)
    return redirect(address or campaign.get_absolute_url())


class CaseOfCampaign(ActForm):
    """One employer of a campaign: dial, choose the outcome, and the next one comes up."""

    template_name = "employers/campaign_case.html"
    form_class = AttemptForm
    submit = "保存して次へ"

    def dispatch(self, request, *args, **kwargs):
        cases = CampaignCase.objects.select_related(
            "campaign", "variant", "assigned_to", "establishment__corporation", "establishment__municipality"
        ).prefetch_related("establishment__contacts")
        self.case = get_object_or_404(cases, pk=kwargs["pk"])
        self.is_call = self.case.campaign.method == Campaign.Method.CALL
        self.title = self.case.establishment.name
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"case": self.case}

    def act(self, form):
        return calling.record_attempt(self.case, by=self.request.user, **form.recorded())

    def get_success_url(self, made):
        messages.success(
            self.request, f"{self.case.establishment.name}：「{made.get_outcome_display()}」を記録しました。"
        )
        campaign = self.case.campaign
        if not self.is_call:
            return reverse("employers:campaign_cases", args=[campaign.pk])
        address = next_address(campaign, self.request.user)
        if address is None:
            messages.info(self.request, NOBODY_LEFT)
        return address or campaign.get_absolute_url()

    def in_hands_of(self):
        """The colleague who has this employer at the moment, None when nobody else has."""
        keeper, until = self.case.assigned_to, self.case.due_at
        is_held = keeper and keeper != self.request.user and until and until > timezone.now()
        return keeper if is_held else None

    def back(self):
        return self.case.campaign.get_absolute_url(), self.case.campaign.title

    def get_context_data(self, **kwargs):
        case, campaign = self.case, self.case.campaign
        contact = main_contact(case.establishment)
        if contact:
            label = Establishment._meta.label
            record_access(self.request, AccessLog.Action.READ, label, case.establishment_id, "担当者1人（架電）")
        return super().get_context_data(
            case=case,
            campaign=campaign,
            establishment=case.establishment,
            contact=contact,
            number=calling.number_to_dial(case.establishment),
            wording=fill(case.variant.body, case.establishment, contact) if case.variant else "",
            mail=getattr(case, "mail", None),
            is_call=self.is_call,
            is_open=case.state == CampaignCase.State.OPEN and campaign.state == Campaign.State.RUNNING,
            in_hands_of=self.in_hands_of(),
            earlier=_earlier(case),
            **kwargs,
        )


def _earlier(case: CampaignCase):
    """The last contacts with the employer in any campaign."""
    attempts = Attempt.objects.filter(case__establishment=case.establishment_id)
    return attempts.select_related("case__campaign", "made_by")[:LAST_CONTACTS]


class WrongNumbers(ListPage):
    """Employers whose number was wrong: mend the number, then call again."""

    template_name = "employers/campaign_wrong_numbers.html"

    def get_queryset(self):
        return (
            CampaignCase.objects.filter(
                state=CampaignCase.State.WRONG_NUMBER,
                campaign__state=Campaign.State.RUNNING,
                campaign__method=Campaign.Method.CALL,
            )
            .select_related("campaign", "establishment")
            .prefetch_related("attempts", "establishment__contacts")
            .order_by("-closed_at", "-pk")
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for case in context["object_list"]:
            case.dialled = calling.dialled(case)
            case.number = calling.number_to_dial(case.establishment)
            case.is_mended = calling.number_was_changed(case)
        return context


@require_POST
def reopen(request, pk: int):
    """Call an employer again whose number was mended."""
    case = get_object_or_404(CampaignCase.objects.select_related("establishment"), pk=pk)
    try:
        calling.reopen(case, by=request.user)
        messages.success(request, f"{case.establishment.name}を、もう一度かける企業に戻しました。")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("employers:campaign_wrong_numbers")
