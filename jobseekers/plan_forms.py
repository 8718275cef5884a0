"""Forms of the plan of support."""

from django import forms
from django.utils import timezone

from centre.forms import DayField
from jobseekers.models import SupportGoal
from privacy.guarding import GuardedForm

NOT_WANTED = "支援に要ることだけを書きます。健康・信条・家族の事情は書かないでください。"


class AssessmentForm(GuardedForm, forms.Form):
    """What a person needs."""

    guarded = ("assessment",)
    assessment = forms.CharField(
        label="アセスメント（いまの状況と課題）", widget=forms.Textarea(attrs={"rows": 5}), help_text=NOT_WANTED
    )


class PlanForm(AssessmentForm):
    """A new plan."""

    guarded = ("assessment", "goals")
    goals = forms.CharField(
        label="目標", widget=forms.Textarea(attrs={"rows": 3}), help_text="1行に1つ書きます。", max_length=1000
    )
    begun_on = DayField(label="始める日", initial=timezone.localdate)

    def clean_goals(self):
        goals = [line.strip() for line in self.cleaned_data["goals"].splitlines() if line.strip()]
        if any(len(goal) > 200 for goal in goals):
            raise forms.ValidationError("目標は1つ200文字までにしてください。")
        return "\n".join(goals)


class GoalForm(GuardedForm, forms.Form):
    """One more goal."""

    guarded = ("what",)
    what = forms.CharField(label="目標", max_length=200)
    due_on = DayField(label="めざす日", required=False)


class SettleForm(forms.Form):
    """Whether a goal was reached."""

    state = forms.ChoiceField(label="結果", choices=SupportGoal.State.choices[1:], widget=forms.RadioSelect)
    settled_on = DayField(label="日付", initial=timezone.localdate)


class ReviewForm(GuardedForm, forms.Form):
    """What a review found."""

    guarded = ("findings",)
    held_on = DayField(label="見直した日", initial=timezone.localdate)
    findings = forms.CharField(
        label="評価と、これからの支援", widget=forms.Textarea(attrs={"rows": 4}), help_text=NOT_WANTED
    )


class ConferenceForm(GuardedForm, forms.Form):
    """The minutes of a conference."""

    guarded = ("minutes", "roles")
    held_on = DayField(label="開いた日", initial=timezone.localdate)
    roles = forms.CharField(
        label="出席者の役割",
        max_length=200,
        help_text="氏名でなく役割を書きます。例：本人、相談員、ハローワーク熊本の担当者",
    )
    minutes = forms.CharField(
        label="議事", widget=forms.Textarea(attrs={"rows": 6}), help_text=f"{NOT_WANTED} あとから書きかえられません。"
    )


class EndPlanForm(forms.Form):
    """The end of a plan."""

    ended_on = DayField(label="終える日", initial=timezone.localdate)
