"""Pages of one posting: its terms, taking it in, changing it, its versions, its sheet."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from centre.numbers import number_of
from centre.pages import ActForm, EditForm
from centre.registry import open_items, record_links, timeline
from centre.roles import may
from employers.models import Establishment
from postings.models import JobPosting
from postings.sheets import change_letter, intake, sheet
from postings.sheets.completeness import completeness
from postings.sheets.joining import own_changes
from postings.sheets.posting_form import PostingForm
from postings.sheets.revisions import untold_since, versions
from postings.sheets.terms import SECTIONS, in_words, label

MOST_OFFERED = 8
STORY = 20
PDF, EXCEL = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def detail(request, pk: int):
    """A posting: its terms, what is missing, its vettings and its lines in the ledger."""
    posting = _whole(pk)
    events = list(posting.events.select_related("recorded_by", "snapshot").defer("snapshot__content"))
    told_at = max((event.recorded_at for event in events), default=None)
    context = {
        "posting": posting,
        "completeness": completeness(posting),
        "groups": _terms(posting),
        "vettings": posting.vettings.select_related("prepared_by", "decided_by")
        if may(request.user, "vetting.read")
        else [],
        "events": events,
        "untold": untold_since(posting, told_at) if posting.is_listed(timezone.localdate()) else (),
        "evidence": posting.evidence.select_related("file", "recorded_by").defer("file__content"),
        "certificates": posting.certificates.select_related("issued_by", "revocation"),
        "open_items": open_items(posting, request.user, timezone.localdate()),
        "timeline": timeline(posting, request.user, STORY),
        "day": timezone.localdate(),
        "record_links": record_links(posting, request.user),
    }
    return render(request, "postings/detail.html", context)


def history(request, pk: int):
    """Every version of a posting's terms and what changed between them."""
    posting = _whole(pk)
    rows = [(version, bool(change_letter.changes_since(posting, version))) for version in versions(posting)]
    return render(request, "postings/history.html", {"posting": posting, "versions": rows})


def change_letter_pdf(request, pk: int):
    """The letter for applicants who were shown the version `?since=`. 404 when there is nothing to tell."""
    posting, number = _whole(pk), request.GET.get("since", "")
    since = next((version for version in versions(posting) if str(version.number) == number), None)
    if since is None or not change_letter.changes_since(posting, since):
        raise Http404("no such version, or nothing to tell")
    return _file(change_letter.write_pdf(posting, since), PDF, f"{change_letter.TITLE}_{posting.title}.pdf")


def sheet_pdf(request, pk: int):
    """The sheet of a posting, to be printed."""
    posting = _whole(pk)
    return _file(sheet.write_pdf(posting), PDF, f"{sheet.TITLE}_{posting.title}.pdf")


def sheet_excel(request, pk: int):
    """The sheet of a posting as a workbook."""
    posting = _whole(pk)
    return _file(sheet.write_excel(posting), EXCEL, f"{sheet.TITLE}_{posting.title}.xlsx")


class TakeIn(ActForm):
    template_name = "postings/form.html"
    form_class = PostingForm
    title = "求人を受け付ける"
    lead = "見出しと受付日だけで始められます。残りはあとで足せます。"
    success_message = "求人を受け付けました。"

    def dispatch(self, request, *args, **kwargs):
        self.establishment = get_object_or_404(Establishment.objects.select_related("corporation"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def copied(self) -> JobPosting | None:
        """The posting whose terms are taken over, if one was chosen."""
        number = self.request.GET.get("copy", "")
        return get_object_or_404(JobPosting, pk=number_of(number)) if number.isdecimal() else None

    def get_initial(self):
        return intake.terms_to_copy(self.copied) if self.copied else {}

    def act(self, form):
        return intake.take_in(self.establishment, by=self.request.user, copied_from=self.copied, **form.cleaned_data)

    def back(self):
        return self.establishment.get_absolute_url(), self.establishment.name

    def get_context_data(self, **kwargs):
        return super().get_context_data(copied=self.copied, offered=self._offered(), **kwargs)

    def _offered(self):
        """Earlier postings of the same corporation, or what the search finds elsewhere."""
        asked = self.request.GET.get("from", "").strip()[:80]
        found = JobPosting.objects.select_related("establishment")
        if asked:
            found = found.search_with_employer(asked)
        else:
            found = found.filter(establishment__corporation=self.establishment.corporation_id)
        return found.order_by("-received_on", "-pk")[:MOST_OFFERED]


class Revise(EditForm):
    template_name = "postings/form.html"
    form_class = PostingForm
    title = "求人の内容を直す"
    lead = "直す前の内容も残ります。掲載中の求人を直したときは、掲載履歴に「変更」も記録してください。"
    success_message = "求人を保存しました。"

    def get_object(self):
        return get_object_or_404(JobPosting, pk=self.kwargs["pk"])

    def act(self, form):
        saved = intake.revise(self.object, self.version, by=self.request.user, **form.cleaned_data)
        if saved.version > self.version + 1:
            messages.info(self.request, "ほかの職員が先に直した項目は、そのまま残しています。")
        return saved

    def conflict(self, form, conflict):
        """What only the other person changed is taken over into the form: saving again undoes nothing of theirs."""
        mine = own_changes(conflict.current, self.version, form.cleaned_data)
        if mine is not None:
            form.data = form.data.copy()
            for name in form.fields.keys() - mine.keys():
                value = JobPosting._meta.get_field(name).value_from_object(conflict.current)
                form.data[name] = form.fields[name].prepare_value(value)
        return super().conflict(form, conflict)

    def get_success_url(self, made):
        """From an employer's wish for a change (?renewal=1) the way leads on to the ledger."""
        if self.request.GET.get("renewal"):
            return f"{reverse('postings:publish', args=[made.pk])}?kind=changed&renewal=1"
        return made.get_absolute_url()

    def back(self):
        return self.object.get_absolute_url(), self.object.title


def _whole(pk: int) -> JobPosting:
    postings = JobPosting.objects.with_decision().select_related(
        "establishment__corporation", "establishment__industry", "occupation", "work_prefecture",
        "work_municipality", "minimum_wage", "created_by", "copied_from__establishment",
    )  # fmt: skip
    return get_object_or_404(postings, pk=pk)


def _terms(posting: JobPosting) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(anchor, heading, [(label, words)]) of what is known; what is missing stands in the bar beside it."""
    shown = []
    for section in SECTIONS:
        rows = [(label(name), words) for name in section.fields if (words := in_words(posting, name))]
        shown.append((section.anchor, section.title, rows))
    return shown


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name.replace('/', '／'))}"
    return response
