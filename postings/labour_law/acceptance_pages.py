"""The page on which a posting is taken in or refused."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from centre.forms import DayField
from centre.roles import may
from postings.labour_law import advice_letter
from postings.labour_law.accepting import decide_acceptance
from postings.labour_law.law_check import ACCEPTANCE, check
from postings.models import JobPosting, PostingAcceptance
from postings.rulebooks.book import Outcome
from postings.sheets.posting_list import OfPosting

Decision = PostingAcceptance.Decision


class AcceptanceForm(forms.Form):
    """The decision, its grounds, and how the employer was told."""

    is_inappropriate = forms.TypedChoiceField(
        label="労働条件が、同じ地域・職種の求人と比べて著しく不適当か（A2）",
        choices=[("false", "いいえ"), ("true", "はい")],
        coerce=lambda value: value == "true",
        widget=forms.RadioSelect,
        help_text="規則では決まりません。見比べて判断します。",
    )
    decision = forms.ChoiceField(label="判断", choices=Decision.choices, widget=forms.RadioSelect)
    grounds = forms.MultipleChoiceField(
        label="不受理の理由",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不受理のときだけ。当てはまるものをすべて選びます。",
    )
    advice = forms.CharField(
        label="企業への改善の助言",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="不受理のときは必ず。知らせた言葉のまま残します。",
    )
    told_by = forms.ChoiceField(label="知らせた方法", choices=PostingAcceptance.Told.choices, widget=forms.RadioSelect)
    told_on = DayField(label="企業に知らせた日", initial=timezone.localdate)

    def __init__(self, *args, grounds, may_refuse, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grounds"].choices = grounds
        if not may_refuse:
            self.fields["decision"].choices = [(Decision.ACCEPTED.value, Decision.ACCEPTED.label)]
            self.fields["decision"].help_text = "不受理は、精査担当者か統括責任者が決めます。"
            del self.fields["grounds"]


class DecideAcceptance(OfPosting):
    """Says what the book of refusals finds and records what was decided."""

    template_name = "postings/acceptance.html"
    form_class = AcceptanceForm
    title = "受理の判断を記録"
    lead = "企業に結果を知らせてから記録します。記録は直せません。変わったら、もう一度判断を記録します。"
    submit = "判断を記録する"
    success_message = "受理の判断を記録しました。"

    def dispatch(self, request, *args, **kwargs):
        self.found = check(_whole(kwargs["pk"]), timezone.localdate())
        return super().dispatch(request, *args, **kwargs)

    def findings(self):
        """The findings of the book of refusals."""
        return [
            finding
            for judgement in self.found.judgements
            if judgement.version.book == ACCEPTANCE
            for finding in judgement.findings
        ]

    def get_form_kwargs(self):
        grounds = [
            (one.key, f"{one.key}　{one.requirement.title}") for one in self.findings() if one.outcome != Outcome.MET
        ]
        return super().get_form_kwargs() | {
            "grounds": grounds,
            "may_refuse": may(self.request.user, "postings.refuse"),
        }

    def get_initial(self):
        return {"advice": advice_letter.as_text(self.posting, self.found)}

    def act(self, form):
        return decide_acceptance(self.posting, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("postings:law", args=[self.posting.pk])

    def back(self):
        return reverse("postings:law", args=[self.posting.pk]), f"法令の確認　{self.posting.title}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(posting=self.posting, findings=self.findings(), **kwargs)


def _whole(pk: int) -> JobPosting:
    postings = JobPosting.objects.select_related("establishment__corporation", "minimum_wage")
    return get_object_or_404(postings, pk=pk)
