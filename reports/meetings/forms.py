"""Forms of the meetings with the prefecture."""

from django import forms

from centre.forms import ClockField, DayField
from centre.models import User
from centre.roles import OUTSIDE
from privacy.guarding import GuardedForm
from reports.meetings.following_up import keepers
from reports.models import Meeting


class MeetingForm(GuardedForm, forms.Form):
    """The minutes."""

    guarded = ("title", "agenda", "discussion", "decisions")

    kind = forms.ChoiceField(
        label="区分",
        choices=Meeting.Kind.choices,
        widget=forms.RadioSelect,
        help_text="求人の掘り起こしやマッチングの方法は契約 8(6)、仕様書にない事項や疑義は契約 13(2) の協議です。",
    )
    title = forms.CharField(label="件名", max_length=80, help_text="例：11月の連絡会")
    held_on = DayField(label="開いた日")
    begins_at = ClockField(label="開始の時刻", required=False)
    ends_at = ClockField(label="終了の時刻", required=False)
    way = forms.ChoiceField(
        label="方法", choices=Meeting.Way.choices, widget=forms.RadioSelect, initial=Meeting.Way.IN_PERSON
    )
    place = forms.CharField(label="場所", required=False, max_length=120, help_text="対面のときは必ず入れます。")
    staff = forms.ModelMultipleChoiceField(
        label="窓口の出席者", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    prefecture = forms.CharField(label="県の出席者", max_length=300, help_text="所属と氏名。例：見本課　見本 太郎")
    others = forms.CharField(label="ほかの出席者", required=False, max_length=300)
    agenda = forms.CharField(
        label="議題", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), help_text="1行に1つ書きます。"
    )
    discussion = forms.CharField(
        label="協議の内容",
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="就職希望者や企業の担当者の名前は書かないでください。議事録は県に出ます。",
    )
    decisions = forms.CharField(
        label="決めたこと",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="期日と担当者のあるものは、保存したあと「すること」に加えると、担当者の仕事に並びます。",
    )
    next_on = DayField(label="次回の予定日", required=False)

    def __init__(self, *args, attended=(), **kwargs):
        super().__init__(*args, **kwargs)
        # Who has left since stays on the minutes of the meetings they attended.
        inside = User.objects.exclude(role__in=OUTSIDE)
        self.fields["staff"].queryset = (inside.filter(is_active=True) | inside.filter(pk__in=attended)).order_by("pk")


class VoidMeetingForm(forms.Form):
    """Why a meeting is taken out."""

    reason = forms.CharField(label="取り消す理由", max_length=200)


class AnswerForm(GuardedForm, forms.Form):
    """What the prefecture says to the minutes."""

    guarded = ("words",)
    AGREES, CORRECTS = "acknowledge", "send_back"

    answer = forms.ChoiceField(
        label="議事録について",
        choices=[(AGREES, "内容を確認した"), (CORRECTS, "直してほしい")],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="言葉",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="直してほしいときは、どこをどう直すかを書いてください。",
    )


class MoveActionForm(forms.Form):
    """When something has to be done, and by whom."""

    due_on = DayField(label="期日")
    assigned_to = forms.ModelChoiceField(label="担当者", queryset=User.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = keepers()
        self.fields["assigned_to"].label_from_instance = _keeper


class ActionForm(GuardedForm, MoveActionForm):
    """What has to be done after a meeting."""

    guarded = ("what",)

    what = forms.CharField(label="すること", max_length=200)
    field_order = ("what", "due_on", "assigned_to")


class FinishForm(GuardedForm, forms.Form):
    """What came of it."""

    guarded = ("outcome",)

    outcome = forms.CharField(label="結果", required=False, max_length=200)


def _keeper(user: User) -> str:
    return f"{user.name}（{user.get_role_display()}）"
