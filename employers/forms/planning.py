"""Forms of trips to come."""

from django import forms

from centre.forms import DayField
from centre.models import User
from centre.roles import ABILITIES


def visitors():
    """Who may go: the people whose role edits employers."""
    return User.objects.filter(is_active=True, role__in=ABILITIES["employers.edit"]).order_by("name")


class PlanForm(forms.Form):
    planned_on = DayField(label="訪問する日")
    starts_at = forms.TimeField(
        label="時刻", required=False, widget=forms.TimeInput(attrs={"type": "time", "class": "short"})
    )
    visitor = forms.ModelChoiceField(label="訪問する人", queryset=User.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visitor"].queryset = visitors()


class OnePlanForm(PlanForm):
    reason = forms.CharField(label="訪問の理由", required=False, max_length=300)


class ManyPlansForm(PlanForm):
    """A day and a person for the ticked suggestions."""

    starts_at = None
