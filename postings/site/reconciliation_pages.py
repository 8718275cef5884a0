"""Pages of holding the site's list against the ledger: the upload, the work list, one difference."""

import django_filters
from django import forms
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from centre.forms import DayField, SheetFile
from centre.pages import ActForm, EditForm, ListPage
from employers.models import Establishment
from postings.models import Reconciliation, ReconciliationDifference
from postings.site import reconciling
from postings.site.site_list import SITE_COLUMNS, UnreadableList

Kind, How, State = (
    ReconciliationDifference.Kind,
    ReconciliationDifference.How,
    ReconciliationDifference.State,
)
SHOWN = 100


class SiteListForm(forms.Form):
    """The site's list and the day it shows."""

    file = SheetFile(label="サイトの掲載一覧", help_text="20MBまで。Excelブック（.xlsx）かCSV（UTF-8・Shift_JIS）。")
    on = DayField(label="いつの一覧か", initial=timezone.localdate)


class Reconcile(ActForm):
    """Takes the site's list and compares it at once; a list that cannot be read changes nothing."""

    template_name = "postings/reconcile.html"
    form_class = SiteListForm
    title = "サイトと照合する"
    lead = "サイトにいま載っている求人の一覧を、掲載履歴とつき合わせます。求人も履歴も変わりません。"
    submit = "照合する"
    success_message = "照合しました。違うところを確かめてください。"
    problems = ()

    def act(self, form):
        file = form.cleaned_data["file"]
        try:
            return reconciling.reconcile(file.read(), file.name, on=form.cleaned_data["on"], by=self.request.user)
        except UnreadableList as unreadable:
            self.problems = unreadable.problems
            raise

    def back(self):
        return reverse("postings:differences"), "サイトとの相違"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            columns=SITE_COLUMNS, problems=self.problems[:SHOWN], last=Reconciliation.objects.first(), **kwargs
        )


class DifferenceFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状態", choices=State.choices, empty_label="すべて", initial=State.OPEN)
    kind = django_filters.ChoiceFilter(label="違い", choices=Kind.choices, empty_label="すべて")

    class Meta:
        model = ReconciliationDifference
        fields = ()


class DifferenceList(ListPage):
    """What is still to be worked off; `?state=` shows the rest."""

    template_name = "postings/differences.html"
    filterset_class = DifferenceFilter

    def get_base_queryset(self):
        earlier = ReconciliationDifference.objects.filter(
            subject=OuterRef("subject"),
            kind=OuterRef("kind"),
            state=State.RESOLVED,
            how=How.SITE_WRONG,
            pk__lt=OuterRef("pk"),
        )
        found = ReconciliationDifference.objects.select_related(
            "posting__establishment", "first_seen", "resolved_by"
        ).annotate(told=Subquery(earlier.order_by("-pk").values("note")[:1]))
        return found if "state" in self.request.GET else found.filter(state=State.OPEN)

    def get_context_data(self, **kwargs):
        return super().get_context_data(last=Reconciliation.objects.select_related("made_by").first(), **kwargs)


class ResolveForm(forms.Form):
    """How a difference was settled."""

    how = forms.ChoiceField(
        label="どう処理しましたか",
        choices=[(how.value, how.label) for how in (How.RECORDED, How.REVISED, How.TAKEN_IN, How.SITE_WRONG)],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="備考",
        required=False,
        max_length=300,
        help_text="サイトの誤りのときは、どこが誤りで、だれに知らせたか",
    )


class OfDifference(EditForm):
    """A form about one difference."""

    def get_object(self):
        found = ReconciliationDifference.objects.select_related(
            "posting__establishment", "row__reconciliation", "first_seen", "last_seen", "resolved_by"
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def back(self):
        return reverse("postings:differences"), "サイトとの相違"


class ShowDifference(OfDifference):
    template_name = "postings/difference.html"
    form_class = ResolveForm
    title = "サイトとの相違"
    submit = "処理済にする"
    success_message = "処理済にしました。"

    def act(self, form):
        return reconciling.resolve(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("postings:differences")

    def get_context_data(self, **kwargs):
        return super().get_context_data(difference=self.object, **kwargs)


class EmployerForm(forms.Form):
    """Which of our establishments the site means."""

    establishment = forms.ModelChoiceField(
        label="事業所", queryset=Establishment.objects.none(), empty_label="選んでください"
    )

    def __init__(self, *args, employers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["establishment"].queryset = employers


class TakeInDifference(OfDifference):
    template_name = "postings/difference_take_in.html"
    form_class = EmployerForm
    title = "サイトにだけある求人を受け付ける"
    lead = "サイトの一覧の内容で求人を受け付け、掲載履歴に最初の1行を記録します。"
    submit = "受け付ける"
    success_message = "求人を受け付け、掲載履歴に記録しました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"employers": self.employers()}

    def employers(self):
        """Establishments whose name is the one the site gives."""
        row = self.object.row
        key = row.employer_key if row else ""
        return Establishment.objects.filter(name_key=key).exclude(name_key="").order_by("pk")

    def act(self, form):
        return reconciling.take_in(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def back(self):
        return self.object.get_absolute_url(), "相違に戻る"

    def get_context_data(self, **kwargs):
        return super().get_context_data(difference=self.object, found=self.employers().count(), **kwargs)
