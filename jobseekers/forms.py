"""Forms of the jobseekers."""

from django import forms
from django.utils import timezone

from centre.forms import DayField, typed
from centre.models import Municipality, Prefecture
from centre.tabular import values
from jobseekers.models import Consent, Jobseeker
from privacy.guarding import GuardedForm

NOT_WANTED = "健康・信条・家族の事情など、相談に要らないことは書かないでください。"


class JobseekerForm(GuardedForm, forms.ModelForm):
    """What is known of a person; only the name must be known."""

    guarded = ("wishes",)

    phone = forms.CharField(label="電話番号", required=False, help_text="ハイフンはあってもなくても構いません。")
    birth_date = DayField(label="生年月日", required=False, help_text="「平成5年4月1日」のようにも入れられます。")
    residence_until = DayField(label="在留期限", required=False)

    class Meta:
        model = Jobseeker
        fields = (
            "name",
            "kana",
            "phone",
            "email",
            "gender",
            "birth_date",
            "prefecture",
            "city",
            "wished_timing",
            "wished_occupations",
            "wished_industries",
            "wished_municipalities",
            "wishes",
            "residence_status",
            "residence_until",
        )
        widgets = {
            "gender": forms.RadioSelect,
            "wished_timing": forms.RadioSelect,
            "wished_occupations": forms.CheckboxSelectMultiple,
            "wished_industries": forms.CheckboxSelectMultiple,
            "wished_municipalities": forms.CheckboxSelectMultiple,
            "wishes": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "wished_municipalities": "いくつでも選べます。",
            "wishes": NOT_WANTED,
            "residence_status": "日本国籍の方は空けておきます。外国籍の方も、仕事を探すために要るときだけ伺います。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prefecture"].queryset = Prefecture.objects.all()
        self.fields["wished_municipalities"].queryset = Municipality.objects.all()

    def clean_phone(self):
        return typed(values.phone, self.cleaned_data["phone"]) or ""


TURNS = "Uターン＝熊本の出身、Iターン＝熊本のほかの出身、Jターン＝出身地の近くへ移る方。"


class TurnForm(GuardedForm, forms.Form):
    """U, I or J as the counter chooses it."""

    guarded = ("note",)
    turn = forms.ChoiceField(
        label="U・I・Jの別", choices=Jobseeker.Turn.choices, widget=forms.RadioSelect, help_text=TURNS
    )
    note = forms.CharField(
        label="選んだ理由", required=False, max_length=200, help_text="案と違う区分を選ぶときは、必ず書きます。"
    )


class ConsentForm(forms.Form):
    """The consent to the wording shown on the page."""

    given_on = DayField(label="同意した日", initial=timezone.localdate)
    method = forms.ChoiceField(
        label="同意の方法", choices=Consent.Method.choices, widget=forms.RadioSelect, initial=Consent.Method.ORAL
    )
    agreed = forms.BooleanField(
        label="上の文面を本人に示し、同意を受けました",
        error_messages={"required": "本人の同意がないと登録できません。同意がないときは匿名の相談として記録します。"},
    )


class RegisterForm(ConsentForm, JobseekerForm):
    """A new person: name, phone and consent are enough to start."""

    registered_on = DayField(label="登録日", initial=timezone.localdate)
    turn = forms.ChoiceField(
        label="U・I・Jの別",
        choices=[("", "未確認"), *Jobseeker.Turn.choices],
        required=False,
        help_text=f"{TURNS}あとで出身地から案を出せます。",
    )

    CONSENT = ("given_on", "method", "agreed")

    def known(self) -> dict:
        """Field values of the person, without the consent."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.CONSENT}


class CloseForm(forms.Form):
    """The end of the support."""

    closed_on = DayField(label="終了日", initial=timezone.localdate)


class WithdrawForm(forms.Form):
    """The withdrawal of a consent."""

    withdrawn_on = DayField(label="撤回した日", initial=timezone.localdate)
