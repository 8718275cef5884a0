"""The form of a line of the plan."""

from django import forms

from centre.errors import DomainError
from centre.forms import DayField
from reports.models import PlanItem
from reports.plans.outcomes import choices
from reports.plans.planning import check_figure


class PlanItemForm(forms.ModelForm):
    """A line of the plan with its progress and its figure."""

    metric = forms.ChoiceField(
        label="数え方",
        required=False,
        help_text="報告の数字から選ぶと、実績は記録から数えます。選ばないときは、実績の数と時点を手で入れます。",
    )
    as_of = DayField(
        label="時点", required=False, help_text="数え方を選んだときは、空なら今日（年度が終わっていれば3月31日）です。"
    )

    class Meta:
        model = PlanItem
        fields = (
            "heading",
            "subheading",
            "organisation",
            "section",
            "position",
            "plan",
            "progress",
            "figure_label",
            "metric",
            "planned",
            "entered",
            "unit",
            "as_of",
        )
        widgets = {"plan": forms.Textarea(attrs={"rows": 4}), "progress": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["metric"].choices = [("", "数え方を使わない"), *choices()]

    def clean(self):
        """What makes a figure unclear is said beside its field."""
        data = super().clean()
        try:
            check_figure(data.get("metric", ""), data.get("entered"), data.get("as_of"))
        except DomainError as error:
            self.add_error(error.field, error.message)
        return data
