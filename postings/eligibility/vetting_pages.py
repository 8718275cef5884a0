"""Pages of vetting: preparing, the queue, signing, the judgement on paper, what is to be vetted again."""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property

from centre.errors import DomainError
from centre.files import download
from centre.pages import ActForm, ListPage
from centre.roles import may
from postings.eligibility import vetting
from postings.eligibility.course_standing import standing_of
from postings.eligibility.evidence import reusable, with_evidence
from postings.eligibility.facts import facts_shown
from postings.eligibility.judgement_pdf import write_judgement
from postings.eligibility.vetting_filter import RevettingFilter, VettingFilter
from postings.eligibility.vetting_forms import DecisionForm, VettingForm
from postings.models import Finding, RevettingNeed, Vetting
from postings.sheets.posting_list import OfPosting


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
