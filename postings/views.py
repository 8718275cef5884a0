"""Pages of the postings."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from centre.errors import DomainError
from centre.pages import ActForm, ListPage
from centre.roles import may
from postings import publication, vetting
from postings.facts import facts_shown
from postings.filters import LedgerFilter, PostingFilter, VettingFilter
from postings.forms import DecisionForm, ExtendForm, PublicationForm, VettingForm
from postings.models import JobPosting, PublicationEvent, Vetting

LISTING_DAYS = 90


class PostingList(ListPage):
    """All postings."""

    template_name = "postings/list.html"
    filterset_class = PostingFilter
    sorts = {
        "-received": ("-received_on", "-pk"),
        "received": ("received_on", "pk"),
        "until": ("listed_until", "pk"),
        "-until": ("-listed_until", "-pk"),
        "title": ("title", "pk"),
        "-title": ("-title", "-pk"),
    }

    def get_base_queryset(self):
        latest = Vetting.objects.filter(posting=OuterRef("pk"), state="approved").order_by("-decided_at")
        return JobPosting.objects.select_related("establishment", "work_municipality").annotate(
            verdict=Subquery(latest.values("verdict")[:1])
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(day=timezone.localdate(), **kwargs)


class OfPosting(ActForm):
    """A form that adds something to a posting."""

    def dispatch(self, request, *args, **kwargs):
        self.posting = get_object_or_404(JobPosting.objects.select_related("establishment"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def back(self):
        return self.posting.get_absolute_url(), self.posting.title


class Prepare(OfPosting):
    template_name = "postings/prepare.html"
    form_class = VettingForm
    title = "精査を作る"
    lead = "判定は規則から自動で出ます。確かめた資料を書いて、承認を頼みます。自分では承認できません。"
    submit = "承認を頼む"
    success_message = "精査を作りました。精査担当者か統括責任者が承認します。"

    @cached_property
    def judged(self):
        """The judgements and, when a fact is impossible, why there are none."""
        try:
            return vetting.judgements(vetting.facts_of(self.posting), timezone.localdate()), ""
        except DomainError as error:
            return {}, error.message

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"judged": self.judged[0]}

    def act(self, form):
        return vetting.prepare(
            self.posting,
            on=timezone.localdate(),
            by=self.request.user,
            evidence=form.evidence(),
            note=form.cleaned_data["note"],
        )

    def get_context_data(self, **kwargs):
        judged, refusal = self.judged
        verdict = vetting.verdict_of(judged) if judged else Vetting.Verdict.UNKNOWN
        return super().get_context_data(
            posting=self.posting,
            verdict=verdict,
            verdict_label=Vetting.Verdict(verdict).label,
            refusal=refusal,
            waiting=vetting.waiting(self.posting),
            **kwargs,
        )


class VettingList(ListPage):
    """The queue of open vettings, first come first served; `?state=` shows the others."""

    template_name = "postings/vettings.html"
    filterset_class = VettingFilter

    def get_base_queryset(self):
        vettings = Vetting.objects.select_related("posting__establishment", "prepared_by", "decided_by")
        if self.request.GET:
            return vettings.order_by("-prepared_at", "-pk")
        return vettings.filter(state=Vetting.State.PREPARED).order_by("prepared_at", "pk")


class ShowVetting(ActForm):
    """A vetting, requirement by requirement; who may decide it signs on the same page."""

    template_name = "postings/vetting.html"
    form_class = DecisionForm
    submit = "署名する"
    success_message = "判断を記録しました。"

    def dispatch(self, request, *args, **kwargs):
        vettings = Vetting.objects.select_related("posting__establishment__corporation", "prepared_by", "decided_by")
        self.vetting = get_object_or_404(vettings, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        note = form.cleaned_data["note"]
        if form.cleaned_data["decision"] == "approve":
            return vetting.approve(self.vetting, by=self.request.user, note=note)
        return vetting.give_back(self.vetting, by=self.request.user, note=note)

    def back(self):
        return self.vetting.posting.get_absolute_url(), self.vetting.posting.title

    def get_context_data(self, **kwargs):
        is_open = self.vetting.state == Vetting.State.PREPARED
        return super().get_context_data(
            vetting=self.vetting,
            findings=self.vetting.findings.all(),
            facts=facts_shown(self.vetting),
            may_decide=is_open and may(self.request.user, "vetting.approve"),
            is_own=self.vetting.prepared_by_id == self.request.user.pk,
            **kwargs,
        )


class Publish(OfPosting):
    template_name = "postings/publish.html"
    form_class = PublicationForm
    title = "掲載履歴に記録"
    lead = "サイトでの出来事を、起きた日とともに残します。あとから直したり消したりはできません。"
    submit = "記録する"
    success_message = "掲載履歴に記録しました。"

    def get_form_kwargs(self):
        kinds = publication.possible_kinds(self.posting, timezone.localdate())
        return super().get_form_kwargs() | {"kinds": kinds}

    def get_initial(self):
        until = max(self.posting.listed_until or timezone.localdate(), timezone.localdate())
        return {
            "kind": self.request.GET.get("kind", ""),
            "listed_until": until + timedelta(days=LISTING_DAYS),
            "site_number": self.posting.site_number or "",
        }

    def act(self, form):
        line = form.line()
        return publication.publish(self.posting, line.pop("kind"), by=self.request.user, **line)

    def get_success_url(self, made):
        return self.posting.get_absolute_url()

    def get_context_data(self, **kwargs):
        signed = vetting.latest_approved(self.posting)
        return super().get_context_data(
            posting=self.posting,
            signed=signed,
            now=Vetting.Verdict(vetting.verdict_now(self.posting, timezone.localdate())) if signed else None,
            **kwargs,
        )


class Ledger(ListPage):
    """The publication ledger, newest first."""

    template_name = "postings/ledger.html"
    filterset_class = LedgerFilter

    def get_base_queryset(self):
        return PublicationEvent.objects.select_related("posting__establishment", "recorded_by").order_by(
            "-effective_on", "-pk"
        )


class Extend(ActForm):
    """Listings that run out within 30 days, to be extended together."""

    template_name = "postings/extend.html"
    form_class = ExtendForm
    title = "まとめて延長"
    lead = "30日以内に掲載期限が来る求人です。サイトで延長したものに印を付けて記録します。"
    submit = "延長を記録する"
    success_message = "延長を記録しました。"

    @cached_property
    def expiring(self):
        today = timezone.localdate()
        # From yesterday: an extension may still join on the day after the last listed one.
        soon = JobPosting.objects.expiring(today - timedelta(days=1), today + timedelta(days=30))
        return soon.select_related("establishment").order_by("listed_until", "pk")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"queryset": self.expiring}

    def get_initial(self):
        return {"listed_until": timezone.localdate() + timedelta(days=LISTING_DAYS)}

    def act(self, form):
        data = form.cleaned_data
        return publication.extend_many(
            data["postings"],
            effective_on=data["effective_on"],
            listed_until=data["listed_until"],
            by=self.request.user,
        )

    def get_success_url(self, made):
        return reverse("postings:ledger")

    def back(self):
        return reverse("postings:ledger"), "掲載履歴"

    def get_context_data(self, **kwargs):
        chosen = self.request.POST.getlist("postings")
        return super().get_context_data(expiring=self.expiring[:200], chosen=chosen, **kwargs)
