"""Mails of a campaign: prepared, looked through, released by a second person, recalled."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from centre.pages import ActForm, ListPage
from employers import mailing
from employers.forms.campaigns import NothingForm
from employers.models import Campaign, CampaignMail
from employers.views.campaigns import mails_of

PREVIEWS = 20


class MailList(ListPage):
    """Every mail of a campaign as it leaves."""

    template_name = "employers/campaign_mails.html"
    paginate_by = PREVIEWS

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.campaign = get_object_or_404(Campaign, pk=kwargs["pk"])

    def get_queryset(self):
        return (
            CampaignMail.objects.filter(case__campaign=self.campaign)
            .select_related("case__establishment", "case__variant", "prepared_by", "released_by")
            .order_by("pk")
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(campaign=self.campaign, **kwargs)
        return context | mails_of(self.campaign)


class OfCampaign(ActForm):
    """A confirmation about the mails of a campaign."""

    form_class = NothingForm
    said = ""

    def dispatch(self, request, *args, **kwargs):
        self.campaign = get_object_or_404(Campaign, pk=kwargs["pk"], method=Campaign.Method.MAIL)
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self, made):
        messages.success(self.request, self.said.format(made))
        return reverse("employers:campaign_mails", args=[self.campaign.pk])

    def back(self):
        return self.campaign.get_absolute_url(), self.campaign.title


class PrepareMails(OfCampaign):
    title = "メールを用意する"
    lead = "対象の企業ごとに1通ずつ用意します。まだ送りません。用意したあと、1通ずつ確かめられます。"
    submit = "用意する"
    said = "{}通を用意しました。ほかの職員が確かめて、送信を認めてください。"

    def act(self, form):
        return mailing.prepare(self.campaign, by=self.request.user)


class ReleaseMails(OfCampaign):
    title = "送信を認める"
    submit = "送信を認める"
    said = "{}通の送信を認めました。1分のあいだ、取り消せます。"

    @property
    def lead(self) -> str:
        waiting = mailing.unsent(self.campaign).filter(released_at__isnull=True).count()
        return f"用意された{waiting}通を、1分後から1社に1通ずつ送ります。用意した人とは別の人が認めます。"

    def act(self, form):
        return mailing.release(self.campaign, by=self.request.user)


@require_POST
def recall(request, pk: int):
    """Hold back what has not left."""
    campaign = get_object_or_404(Campaign, pk=pk, method=Campaign.Method.MAIL)
    count = mailing.recall(campaign, by=request.user)
    if count:
        messages.success(request, f"{count}通の送信を取り消しました。")
    else:
        messages.warning(request, "取り消せるメールはありません。もう送られています。")
    return redirect("employers:campaign_mails", pk=campaign.pk)
