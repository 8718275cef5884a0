"""Pages of the postings."""

from datetime import timedelta
from urllib.parse import quote

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from centre.errors import DomainError
from centre.files import download
from centre.pages import ActForm, ListPage
from centre.roles import may
from postings import publication, vetting
from postings.course_standing import standing_of
from postings.evidence import reusable, with_evidence
from postings.facts import facts_shown
from postings.filters import LedgerFilter, PostingFilter, RevettingFilter, VettingFilter
from postings.forms import DecisionForm, PublicationForm, VettingForm
from postings.judgement_pdf import write_judgement
from postings.models import Finding, JobPosting, PublicationEvent, Reconciliation, RevettingNeed, Vetting
from postings.renewal.deadlines import deadlines


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
    def facts(self) -> dict[str, dict]:
        return vetting.facts_of(self.posting)

    @cached_property
    def judged(self):
        """The judgements and, when a fact is impossible, why there are none."""
        try:
            return vetting.judgements(self.facts, timezone.localdate()), ""
        except DomainError as error:
            return {}, error.message

    def get_form_kwargs(self):
        again = reusable(self.posting.establishment.corporation_id, self.facts, timezone.localdate())
        return super().get_form_kwargs() | {"judged": self.judged[0], "again": again}

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
            left_out=[item for judgement in judged.values() for item in judgement.left_out],
            turns=vetting.turns(self.facts, judged, timezone.localdate()),
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


class RevettingQueue(ListPage):
    """Live eligible postings that must be vetted again, the most pressing first; kept up to date every morning."""

    template_name = "postings/revet.html"
    filterset_class = RevettingFilter

    def get_base_queryset(self):
        needs = RevettingNeed.objects.of_live(timezone.localdate())
        return needs.select_related("posting__establishment").order_by("due_on", "pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(day=timezone.localdate(), **kwargs)


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
            findings=with_evidence(self.vetting),
            facts=facts_shown(self.vetting),
            **_beside(self.vetting),
            may_decide=is_open and may(self.request.user, "vetting.approve"),
            is_own=self.vetting.prepared_by_id == self.request.user.pk,
            standing=standing_of(self.vetting.posting.establishment.corporation_id, timezone.localdate()),
            **kwargs,
        )


def _beside(record: Vetting) -> dict:
    """What the books say beside the findings of a vetting: what is left out, and what would turn the verdict."""
    try:
        judged = vetting.judged_again(record)
    except DomainError:
        # A book that reads other facts today can no longer read those of long ago; the findings stand as they are.
        return {"left_out": [], "turns": []}
    return {
        "left_out": [item for judgement in judged.values() for item in judgement.left_out],
        "turns": vetting.turns(record.facts, judged, record.on),
    }


def evidence_file(request, pk: int):
    """The document that proves one requirement of a vetting."""
    finding = get_object_or_404(Finding.objects.select_related("evidence_file"), pk=pk, evidence_file__isnull=False)
    return download(finding.evidence_file)


def judgement_pdf(request, pk: int):
    """The judgement of a posting on one page, the same bytes each time."""
    vettings = Vetting.objects.select_related("posting__establishment__corporation", "prepared_by", "decided_by")
    record = get_object_or_404(vettings, pk=pk)
    response = HttpResponse(write_judgement(record), content_type="application/pdf")
    name = quote(f"判定書_{record.posting.establishment.name}_{record.on:%Y%m%d}_{record.pk}.pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


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
        today = timezone.localdate()
        until = max(self.posting.listed_until or today, today)
        return {
            "kind": self.request.GET.get("kind", ""),
            "listed_until": until + timedelta(days=deadlines(today).listing),
            "site_number": self.posting.site_number or "",
            "url": self.posting.events.exclude(url="")
            .order_by("effective_on", "pk")
            .values_list("url", flat=True)
            .last()
            or "",
        }

    def act(self, form):
        line = form.line()
        return publication.publish(self.posting, line.pop("kind"), by=self.request.user, **line)

    def get_success_url(self, made):
        if self.request.GET.get("renewal"):
            return reverse("postings:renewal_answers")
        return self.posting.get_absolute_url()

    def get_context_data(self, **kwargs):
        signed = vetting.latest_approved(self.posting)
        return super().get_context_data(
            posting=self.posting,
            signed=signed,
            now=Vetting.Verdict(vetting.verdict_now(self.posting, timezone.localdate())) if signed else None,
            standing=standing_of(self.posting.establishment.corporation_id, timezone.localdate()),
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

    def get_context_data(self, **kwargs):
        return super().get_context_data(last=Reconciliation.objects.first(), **kwargs)
