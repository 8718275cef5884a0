"""Forms of the course to a hiring: one small form per step."""

from django import forms
from django.utils import timezone

from centre.forms import DayField
from privacy.guarding import GuardedForm
from referrals.hiring import CONTRACTS
from referrals.hiring_records import Answer
from referrals.models import Relocation, RetentionCheck
from referrals.stages import DAYS, NAMES, REASON_NAMES, REASONS, WAY, Stage

NOTE = "本人・企業から聞いたことのうち、次の対応に要ることだけを書きます。"
HELP = {
    Stage.APPLIED: "本人が企業に応募した日です。移住支援金は、対象としての掲載中に応募した求人だけが対象です。",
    Stage.INTERVIEWED: "2回目からの面接も記録できます。報告では最初の面接の日で数えます。",
    Stage.JOINED: "働き始めた日です。1・3・6か月の定着確認の予定ができます。",
}
KEYS = {None: "", True: "yes", False: "no"}


def contract_field() -> forms.TypedChoiceField:
    """Whether a contract has a term: True without one, False with one, None while nobody has said."""
    return forms.TypedChoiceField(
        label="雇用の期間",
        required=False,
        choices=[(KEYS[kind], label) for kind, label in CONTRACTS.items()],
        widget=forms.RadioSelect,
        coerce=lambda value: value == KEYS[True],
        empty_value=None,
    )


class StepForm(GuardedForm, forms.Form):
    """The day of a step, and what this step needs beside it."""

    guarded = ("note",)

    on = DayField(label="日", initial=timezone.localdate)
    is_indefinite = contract_field()
    reason = forms.ChoiceField(label="理由", required=False, widget=forms.RadioSelect)
    note = forms.CharField(label="備考", required=False, max_length=300, help_text=NOTE)

    def __init__(self, *args, stage: Stage, **kwargs):
        super().__init__(*args, **kwargs)
        day = self.fields["on"]
        day.label, day.help_text = f"{NAMES[stage]}の日", HELP.get(stage, "")
        day.widget.attrs["autofocus"] = True
        if stage in REASONS:
            self.fields["reason"].choices = [(key, REASON_NAMES[key]) for key in REASONS[stage]]
        else:
            del self.fields["reason"]
        if stage != Stage.JOINED:
            del self.fields["is_indefinite"]


class CorrectDayForm(GuardedForm, forms.Form):
    """Which day was recorded wrongly, the right one, and why."""

    guarded = ("note",)

    stage = forms.ChoiceField(label="直す日", widget=forms.RadioSelect)
    on = DayField(label="正しい日")
    note = forms.CharField(label="直す理由", max_length=300)

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [
            (stage.value, f"{NAMES[stage]}（{day:%Y年%-m月%-d日}）")
            for stage in WAY
            if (day := getattr(referral, DAYS[stage]))
        ]


class ContractForm(GuardedForm, forms.Form):
    """Whether the contract has a term, and why what was known is changed."""

    guarded = ("note",)

    is_indefinite = contract_field()
    note = forms.CharField(
        label="理由", required=False, max_length=200, help_text="前の記録を直すときは必ず書きます。例：企業に確認"
    )


class GroundForm(GuardedForm, forms.Form):
    """Why something is undone."""

    guarded = ("note",)

    note = forms.CharField(label="理由", max_length=200)


class RelocationForm(forms.ModelForm):
    """What the person told of the move."""

    class Meta:
        model = Relocation
        fields = (
            "moves",
            "moved_from",
            "moved_from_city",
            "moved_to",
            "household",
            "moved_on",
            "subsidy_expected",
            "applied_on",
            "granted_on",
        )
        field_classes = {"moved_on": DayField, "applied_on": DayField, "granted_on": DayField}
        widgets = {"moves": forms.RadioSelect, "subsidy_expected": forms.RadioSelect}
        help_texts = {
            "subsidy_expected": "本人に申請するつもりがあるかどうかです。支給は移住先の市町村が決めます。",
            "moved_on": "申請の期限の目安（転入から1年）を知らせるために使います。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["moves"].choices = self.fields["subsidy_expected"].choices = Answer.choices

    def validate_constraints(self):
        """Left to the act, which says beside the field what does not fit."""


class RetentionForm(GuardedForm, forms.Form):
    """What was found when somebody hired was asked after."""

    guarded = ("note",)

    result = forms.ChoiceField(label="結果", choices=RetentionCheck.Result.choices, widget=forms.RadioSelect)
    left_on = DayField(label="離職の日", required=False, help_text="離職・解雇のときに入れます。")
    note = forms.CharField(label="備考", required=False, max_length=300, help_text=NOTE)


class PlainForm(forms.Form):
    """Nothing to fill in: the act needs only to be confirmed."""


class ExportForm(forms.Form):
    """Why a list with personal data is taken out."""

    reason = forms.CharField(label="書き出す理由", max_length=120, help_text="例：労働局の調査に見せるため")
