"""Forms of what an administrator keeps."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from centre.forms import DayField
from centre.models import Closure, Contract, User
from centre.roles import Role


class ContractForm(forms.ModelForm):
    class Meta:
        model = Contract
        fields = (
            "title",
            "principal",
            "contractor",
            "contractor_address",
            "contractor_representative",
            "contracted_on",
            "ends_on",
            "target_postings",
            "report_due_day",
            "opens_at",
            "closes_at",
            "phone",
            "workplace",
            "placement_mode",
            "licence_number",
            "licence_valid_until",
            "counting_policy",
            "confirm_live_after_days",
            "confirm_after_days",
            "course_recommendation",
            "course_required",
            "course_valid_months",
            "course_document_months",
            "course_remind_days",
            "course_urge_days",
            "renewal_first_days",
            "renewal_second_days",
            "renewal_last_days",
            "renewal_call_days",
            "listing_days",
            "handoff_answer_days",
            "handoff_remind_days",
            "keeps_support_plans",
            "privacy_profile",
            "export_link_hours",
            "rights_forward_days",
            "rights_answer_days",
            "keep_closed_months",
            "deletion_notice_days",
            "roster_busy_days",
            "roster_people_busy",
            "roster_people_other",
            "roster_full_time",
            "roster_short_week",
        )
        field_classes = {"contracted_on": DayField, "ends_on": DayField, "licence_valid_until": DayField}
        widgets = {
            "placement_mode": forms.RadioSelect,
            "counting_policy": forms.RadioSelect,
            "course_recommendation": forms.RadioSelect,
            "privacy_profile": forms.RadioSelect,
            "roster_full_time": forms.RadioSelect,
            "roster_short_week": forms.RadioSelect,
        }


class NewContractForm(ContractForm):
    """The contract of a year that has none yet."""

    fiscal_year = forms.IntegerField(
        label="年度（西暦）", min_value=2019, max_value=2100, help_text="令和9年度は 2027"
    )
    field_order = ["fiscal_year"]


class ClosureForm(forms.ModelForm):
    class Meta:
        model = Closure
        fields = (
            "date",
            "kind",
            "name",
            "starts_at",
            "ends_at",
            "consulted_at",
            "consulted_with",
            "instruction",
            "basis",
        )
        field_classes = {"date": DayField}
        widgets = {
            "kind": forms.RadioSelect,
            "starts_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "consulted_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }


class AccountForm(forms.ModelForm):
    """A new account; the first password is told to the person, who changes it."""

    password = forms.CharField(
        label="最初のパスワード",
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text="15文字以上。本人に伝え、ログインしたあと本人が変えます。",
    )

    class Meta:
        model = User
        fields = ("name", "email", "role", "organisation")

    def clean_password(self):
        password = self.cleaned_data["password"]
        try:
            validate_password(password, User(name=self.data.get("name", ""), email=self.data.get("email", "")))
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from error
        return password


class AccountChangeForm(forms.Form):
    """The role of a person, and whether the account is open."""

    name = forms.CharField(label="氏名", max_length=60)
    role = forms.ChoiceField(label="役割", choices=Role.choices)
    organisation = forms.CharField(label="所属", max_length=80, required=False)
    is_active = forms.BooleanField(
        label="利用できる", required=False, help_text="外すと、その人はすぐに画面を開けなくなります。"
    )
    forgets_second_factor = forms.BooleanField(
        label="2段階認証を外す",
        required=False,
        help_text="端末も回復コードもなくした人に。対面で本人と確かめてから外します。"
        "本人が次のログインで設定し直します。外したことは閲覧記録に残ります。",
    )
