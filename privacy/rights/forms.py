"""Forms of the requests."""

from django import forms
from django.utils import timezone

from centre.forms import DayField
from privacy.forms import MINIMUM
from privacy.guarding import GuardedForm
from privacy.models import RightsRequest

NO_COPY = "見て確かめた書類の種類だけを残します。写しは取らず、番号も書きません。"


class ReceiveForm(GuardedForm, forms.ModelForm):
    guarded = ("what",)

    class Meta:
        model = RightsRequest
        fields = ("kind", "requester", "requester_name", "contact", "what", "received_on", "way")
        field_classes = {"received_on": DayField}
        widgets = {"kind": forms.RadioSelect, "what": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"what": "例：登録してある電話番号を新しい番号に直してほしい。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate

    def _get_validation_exclusions(self):
        # The act sets the rest of the row and checks it.
        return {field.name for field in RightsRequest._meta.fields}


class IdentityForm(forms.Form):
    identity_paper = forms.ChoiceField(
        label="見た書類", choices=RightsRequest.Paper.choices, widget=forms.RadioSelect, help_text=NO_COPY
    )
    identity_on = DayField(label="確認した日", initial=timezone.localdate)


class ForwardForm(forms.Form):
    forwarded_on = DayField(label="引き継いだ日", initial=timezone.localdate)
    forwarded_to = forms.CharField(label="引き継いだ先（課・担当）", max_length=120)


class DecideForm(forms.Form):
    decision = forms.ChoiceField(label="県の決定", choices=RightsRequest.Decision.choices, widget=forms.RadioSelect)
    decided_on = DayField(label="決定の日", initial=timezone.localdate)
    instruction = forms.CharField(label="県の指示（番号・内容）", max_length=300, required=False)


class CorrectForm(forms.Form):
    field = forms.ChoiceField(label="訂正する項目")
    value = forms.CharField(
        label="正しい内容", max_length=2000, required=False, help_text="空にすると、その項目を消します。"
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = choices


class LiftForm(forms.Form):
    reason = forms.CharField(label="解く理由", min_length=MINIMUM, max_length=200)


class FinishForm(forms.Form):
    finished_on = DayField(label="終えた日", initial=timezone.localdate)
    outcome = forms.CharField(label="したこと", max_length=300, help_text="回答の文書にも載ります。")


class WithdrawForm(forms.Form):
    withdrawn_on = DayField(label="取り下げられた日", initial=timezone.localdate)
