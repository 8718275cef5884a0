"""Pages on which a change of a rule is thought through."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from centre.pages import PAGE_SIZE, ActForm
from centre.roles import may
from postings.eligibility import rule_drafts
from postings.eligibility.rule_draft_form import RuleDraftForm
from postings.eligibility.vetting import BOOKS as JUDGED
from postings.lists.import_pages import NothingForm
from postings.models import JobPosting, RuleDraft, Vetting
from postings.rulebooks.library import BOOKS, choose


class DraftList(ListView):
    """The drafts, newest first, and the books to begin one from."""

    template_name = "postings/rule_drafts.html"
    paginate_by = PAGE_SIZE
    queryset = RuleDraft.objects.select_related("author")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(books=[BOOKS[key] for key in JUDGED], **kwargs)
        for record in context["object_list"]:
            record.book_title, record.changes = BOOKS[record.book].title, rule_drafts.changes_of(record)
        return context


class AddDraft(ActForm):
    """Other values for the version of a book that is in force today."""

    template_name = "postings/rule_draft_form.html"
    form_class = RuleDraftForm
    title = "規則の変更案を作る"
    lead = "値を変えると、掲載中の求人のどれが変わるかを試せます。案は、どの判定も変えません。"
    submit = "案を保存する"
    success_message = "変更案を保存しました。"

    def dispatch(self, request, *args, **kwargs):
        book = request.GET.get("book", "")
        self.version = choose(book if book in JUDGED else JUDGED[0], timezone.localdate())
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"version": self.version}

    def act(self, form):
        return rule_drafts.draft(
            self.version,
            valid_from=form.cleaned_data["valid_from"],
            parameters=form.parameters(),
            note=form.cleaned_data["note"],
            by=self.request.user,
        )

    def back(self):
        return reverse("postings:rule_drafts"), "規則の変更案"

    def get_context_data(self, **kwargs):
        return super().get_context_data(version=self.version, **kwargs)


class ShowDraft(TemplateView):
    """A draft, what it changes, and what its latest run found."""

    template_name = "postings/rule_draft.html"

    def get_context_data(self, **kwargs):
        record = get_object_or_404(RuleDraft.objects.select_related("author"), pk=kwargs["pk"])
        job = rule_drafts.last_run(record)
        found = job.result if job and job.state == "done" else None
        page = Paginator(found["changes"] if found else [], PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            record=record,
            book_title=BOOKS[record.book].title,
            changes=rule_drafts.changes_of(record),
            job=job,
            found=found,
            turns=_turns(found["by_turn"]) if found else [],
            share=f"{found['events'] / found['target']:.1%}" if found and found["target"] else "",
            page_obj=page,
            rows=_rows(page),
            may_run=may(self.request.user, "vetting.approve") and record.state == RuleDraft.State.DRAFT,
            **kwargs,
        )


class OfDraft(ActForm):
    """Something done with a draft by one button."""

    form_class = NothingForm

    def dispatch(self, request, *args, **kwargs):
        self.record = get_object_or_404(RuleDraft, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def back(self):
        return self.record.get_absolute_url(), "規則の変更案"


class RunDraft(OfDraft):
    """Asks for the run; the page of the job shows how far it is."""

    title = "掲載中の求人で試す"
    lead = "掲載中のすべての求人を、もとの版と案の両方で判定します。何も変わりません。"
    submit = "試す"

    def act(self, form):
        return rule_drafts.ask_for_run(self.record, by=self.request.user)

    def get_success_url(self, made):
        return reverse("centre:job", args=[made.pk])


class WithdrawDraft(OfDraft):
    title = "変更案を取り下げる"
    lead = "取り下げた案は一覧に残りますが、もう試せません。"
    submit = "取り下げる"
    success_message = "変更案を取り下げました。"

    def act(self, form):
        return rule_drafts.withdraw(self.record, self.record.version)


def _turns(by_turn: list) -> list[tuple[Vetting.Verdict, Vetting.Verdict, int]]:
    return [(Vetting.Verdict(old), Vetting.Verdict(new), number) for old, new, number in by_turn]


def _rows(page) -> list[dict]:
    """The postings of a page of changes, with the verdicts in words."""
    changes = list(page.object_list)
    postings = JobPosting.objects.select_related("establishment").in_bulk([change["posting"] for change in changes])
    return [
        {
            "posting": postings[change["posting"]],
            "old": Vetting.Verdict(change["from"]),
            "new": Vetting.Verdict(change["to"]),
            "requirements": "、".join(change["requirements"]),
        }
        for change in changes
    ]
