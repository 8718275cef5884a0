"""Pages of what proves a listing: copies of the page, and certificates."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from centre.files import download
from centre.models import StoredFile
from centre.pages import ActForm
from postings.lists.import_pages import NothingForm
from postings.models import ListingCertificate, ListingEvidence, PublicationEvent
from postings.sheets.posting_list import OfPosting
from postings.site import certifying, listing_evidence
from postings.site.certificate_pdf import write_certificate
from postings.site.listing_evidence_forms import EvidenceForm, RevocationForm


class AddEvidence(OfPosting):
    template_name = "postings/listing_evidence.html"
    form_class = EvidenceForm
    title = "掲載画面の控えを足す"
    lead = "サイトの画面を写して残します。あとから直したり消したりはできません。新しい控えは、足していきます。"
    submit = "控えを残す"
    success_message = "控えを残しました。"

    def get_initial(self):
        return {"url": self.posting.events.all().last_url()}

    def act(self, form):
        return listing_evidence.add_evidence(self.posting, by=self.request.user, **form.arguments())

    def get_success_url(self, made):
        return self.posting.get_absolute_url()


def evidence_file(request, pk: int) -> HttpResponse:
    """A copy of the page, to be saved: nothing uploaded is shown in place."""
    found = get_object_or_404(ListingEvidence.objects.select_related("file"), pk=pk)
    return download(found.file)


def line_file(request, pk: int) -> HttpResponse:
    """The copy of the page that came with a line of the ledger."""
    line = get_object_or_404(PublicationEvent.objects.filter(snapshot__isnull=False), pk=pk)
    return download(StoredFile.objects.get(pk=line.snapshot_id))


class Certify(OfPosting):
    """Shows what the certificate would say; sending the page issues it, once."""

    template_name = "postings/certify.html"
    form_class = NothingForm
    title = "掲載証明を出す"
    lead = "掲載履歴から、今日までに掲載されていた期間を証明します。"
    submit = "証明を出す"
    success_message = "掲載証明を出しました。"

    def act(self, form):
        return certifying.certify(self.posting, by=self.request.user)

    def get_context_data(self, **kwargs):
        content = certifying.content_of(self.posting, timezone.localdate())
        return super().get_context_data(
            posting=self.posting,
            content=content,
            listed=certifying.intervals_in(content, "listed"),
            eligible=certifying.intervals_in(content, "eligible"),
            **kwargs,
        )


def certificate(request, pk: int) -> HttpResponse:
    """A certificate: what it says, whether it holds, its paper."""
    found = get_object_or_404(
        ListingCertificate.objects.select_related("posting", "issued_by", "revocation__revoked_by"), pk=pk
    )
    context = {
        "certificate": found,
        "content": found.content,
        "standing": certifying.standing(found),
        "listed": certifying.intervals_in(found.content, "listed"),
        "eligible": certifying.intervals_in(found.content, "eligible"),
    }
    return render(request, "postings/certificate.html", context)


def certificate_pdf(request, pk: int) -> HttpResponse:
    """The paper, made anew from the frozen content: the same bytes each time."""
    found = get_object_or_404(ListingCertificate, pk=pk)
    return download(
        StoredFile(
            name=f"掲載証明_{found.number}.pdf", content_type="application/pdf", content=write_certificate(found)
        )
    )


class Revoke(ActForm):
    form_class = RevocationForm
    title = "掲載証明を取り消す"
    lead = "証明は消えません。照会の画面に「取り消されました」と出ます。理由は窓口の中だけに残ります。"
    submit = "取り消す"
    success_message = "掲載証明を取り消しました。"

    def dispatch(self, request, *args, **kwargs):
        self.certificate = get_object_or_404(ListingCertificate, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return certifying.revoke(self.certificate, reason=form.cleaned_data["reason"], by=self.request.user)

    def get_success_url(self, made):
        return self.certificate.get_absolute_url()

    def back(self):
        return self.certificate.get_absolute_url(), self.certificate.number
