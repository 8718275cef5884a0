"""Forms of the jobseekers."""

from django import forms
from django.utils import timezone

from centre.forms import DayField, RankedChoiceField, typed
from centre.models import Municipality, Occupation, Prefecture
from centre.tabular import values
from jobseekers.models import Consent, Jobseeker
from privacy.guarding import GuardedForm

NOT_WANTED = "健康・信条・家族の事情など、相談に要らないことは書かないでください。"
UNKNOWN_OR = [("", "未確認"), ("true", "希望する"), ("false", "こだわらない")]
WISHED_OCCUPATIONS = 4


def areas() -> list[tuple[str, str]]:
    """The wide areas of Kumamoto that the masters name."""
    names = Municipality.objects.order_by("wide_area").values_list("wide_area", flat=True).distinct()
    return [(name, name) for name in names]


class WishField(forms.NullBooleanField):
    """Wished for, no matter, or not asked yet."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.RadioSelect(choices=UNKNOWN_OR), required=False, **kwargs)

    def prepare_value(self, value):
        return {True: "true", False: "false", None: ""}.get(value, value)


class JobseekerForm(GuardedForm, forms.ModelForm):
    """What is known of a person; only the name must be known."""

    guarded = ("wishes", "licences")

    phone = forms.CharField(label="電話番号", required=False, help_text="ハイフンはあってもなくても構いません。")
    birth_date = DayField(label="生年月日", required=False, help_text="「平成5年4月1日」のようにも入れられます。")
    residence_until = DayField(label="在留期限", required=False)
    wished_occupations = RankedChoiceField(
        label="希望する職種（希望の順）", queryset=Occupation.objects.all(), places=WISHED_OCCUPATIONS, required=False
    )
    wished_areas = forms.MultipleChoiceField(
        label="希望する広域（市町村を問わない）",
        choices=areas,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="県内のどこでもよい方は、すべて選びます。",
    )
    wishes_indefinite = WishField(label="無期雇用")
    wishes_car_commute = WishField(label="マイカー通勤")
    starts_from = DayField(label="働き始められる日", required=False)

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
            "wished_areas",
            "least_wage_kind",
            "least_wage_yen",
            "weekly_hours_from",
            "weekly_hours_to",
            "wishes_indefinite",
            "wishes_car_commute",
            "licences",
            "starts_from",
            "wishes",
            "residence_status",
            "residence_until",
        )
        widgets = {
            "gender": forms.RadioSelect,
            "wished_timing": forms.RadioSelect,
            "wished_industries": forms.CheckboxSelectMultiple,
            "wished_municipalities": forms.CheckboxSelectMultiple,
            "wishes": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "wished_municipalities": "いくつでも選べます。",
            "wishes": NOT_WANTED,
            "least_wage_yen": "手当を含み、賞与と残業代を除いた額です。",
            "weekly_hours_from": "例：週40時間で働きたい方は、下限35・上限40。",
            "licences": "「、」で区切ります。例：普通自動車免許、介護福祉士",
            "residence_status": "日本国籍の方は空けておきます。外国籍の方も、仕事を探すために要るときだけ伺います。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            wishes = self.instance.occupation_wishes.all()
            self.initial["wished_occupations"] = [wish.occupation_id for wish in wishes]
        self.fields["prefecture"].queryset = Prefecture.objects.all()
        self.fields["wished_municipalities"].queryset = Municipality.objects.all()
        self.fields["least_wage_kind"].choices = [("", "未確認"), *Jobseeker.WageKind.choices]

    def clean_phone(self):
        return typed(values.phone, self.cleaned_data["phone"]) or ""

    def clean(self):
        given = super().clean()
        if bool(given.get("least_wage_kind")) != bool(given.get("least_wage_yen")):
            missing = "least_wage_yen" if given.get("least_wage_kind") else "least_wage_kind"
            if missing not in self.errors:
                self.add_error(missing, "希望する賃金は、形（時給・月給など）と額の両方を入れてください。")
        first, last = given.get("weekly_hours_from"), given.get("weekly_hours_to")
        if first is not None and last is not None and last < first:
            self.add_error("weekly_hours_to", "週の労働時間の上限は、下限と同じか、それより長くしてください。")
        return given


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
