"""Forms of the employers."""

from django import forms

from centre.forms import typed
from centre.models import Industry, Municipality, Prefecture
from centre.tabular import values
from employers.models import Contact, Corporation, Establishment

UNKNOWN_YES_NO = [("", "未確認"), ("true", "はい"), ("false", "いいえ")]


class UnknownYesNo(forms.TypedChoiceField):
    """はい・いいえ・未確認: an unknown fact is not a no."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=UNKNOWN_YES_NO,
            coerce=lambda value: {"true": True, "false": False}[value],
            empty_value=None,
            required=False,
            **kwargs,
        )

    def prepare_value(self, value):
        return {True: "true", False: "false", None: ""}.get(value, value)


class EstablishmentForm(forms.ModelForm):
    """What is known of an establishment."""

    phone = forms.CharField(label="電話番号", required=False, help_text="ハイフンはあってもなくても構いません。")
    postal_code = forms.CharField(label="郵便番号", required=False, help_text="例：860-0806")
    employees = forms.CharField(label="従業員数（人）", required=False)
    website = forms.URLField(label="ホームページ", required=False, assume_scheme="https")

    class Meta:
        model = Establishment
        fields = (
            "name",
            "kana",
            "phone",
            "postal_code",
            "municipality",
            "address",
            "industry",
            "employees",
            "email",
            "website",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.all()
        self.fields["industry"].queryset = Industry.objects.all()

    def clean_phone(self):
        return typed(values.phone, self.cleaned_data["phone"]) or ""

    def clean_postal_code(self):
        return typed(values.postal_code, self.cleaned_data["postal_code"]) or ""

    def clean_employees(self):
        return typed(values.integer, self.cleaned_data["employees"])


class EnrolForm(EstablishmentForm):
    """A new employer: three fields are enough to start (name, phone or number, municipality)."""

    corporate_number = forms.CharField(
        label="法人番号", required=False, help_text="13桁。分からなければ空けておきます。個人事業主にはありません。"
    )
    corporation_name = forms.CharField(
        label="法人名", required=False, max_length=120, help_text="事業所名と同じなら空けておきます。"
    )
    kind = forms.ChoiceField(label="法人の種別", required=False, choices=[("", "未確認"), *Corporation.Kind.choices])
    contact_name = forms.CharField(label="担当者名", required=False, max_length=60)
    contact_department = forms.CharField(label="担当者の部署・役職", required=False, max_length=80)

    field_order = [
        "name",
        "phone",
        "corporate_number",
        "municipality",
        "address",
        "postal_code",
        "kana",
        "corporation_name",
        "kind",
        "industry",
        "employees",
        "contact_name",
        "contact_department",
        "email",
        "website",
        "note",
    ]

    def clean_corporate_number(self):
        return typed(values.corporate_number, self.cleaned_data["corporate_number"]) or ""

    def corporation(self) -> dict:
        """Field values of the corporation."""
        data = self.cleaned_data
        return {
            "corporate_number": data["corporate_number"],
            "name": data["corporation_name"] or data["name"],
            "kind": data["kind"],
        }

    def establishment(self) -> dict:
        """Field values of the establishment."""
        return {name: self.cleaned_data[name] for name in EstablishmentForm.Meta.fields}

    def contact(self) -> dict:
        """Field values of the main contact."""
        return {"name": self.cleaned_data["contact_name"], "department": self.cleaned_data["contact_department"]}


class FactsForm(forms.ModelForm):
    """Facts of a corporation for C1 to C7; every fact may stay unknown."""

    capital_yen = forms.CharField(
        label="資本金", required=False, help_text="「3,000万円」「1億2千万円」「30000000」など"
    )
    corporate_number = forms.CharField(label="法人番号", required=False)
    receives_local_subsidy = UnknownYesNo(label="地方公共団体から補助を受けている（第三セクター）")
    governor_recommendation = UnknownYesNo(label="市町村長の推薦・知事の認定がある")
    limited_work_location = UnknownYesNo(label="東京圏外での勤務地限定型社員を募る")
    employment_insurance = UnknownYesNo(label="雇用保険の適用事業主である")
    adult_entertainment = UnknownYesNo(label="風俗営業者である")
    antisocial = UnknownYesNo(label="暴力団等の反社会的勢力と関係がある")
    shareholders_text = forms.CharField(
        label="主な株主",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="1行に1社：名称、持株の割合、その会社の資本金（例：〇〇ホールディングス、50％、12億円）",
    )

    class Meta:
        model = Corporation
        fields = (
            "name",
            "kana",
            "corporate_number",
            "kind",
            "capital_yen",
            "head_office_prefecture",
            "head_office_municipality",
            "receives_local_subsidy",
            "governor_recommendation",
            "shareholders_known",
            "officers_total",
            "officers_from_large",
            "limited_work_location",
            "employment_insurance",
            "adult_entertainment",
            "antisocial",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["head_office_prefecture"].queryset = Prefecture.objects.all()
        if self.instance.pk and not self.is_bound:
            self.initial["shareholders_text"] = "\n".join(
                f"{holder.name}、{(holder.share * 100).normalize():f}％、{holder.capital_yen or ''}"
                for holder in self.instance.shareholders.all()
            )

    def clean_capital_yen(self):
        return typed(values.yen, self.cleaned_data["capital_yen"])

    def clean_corporate_number(self):
        return typed(values.corporate_number, self.cleaned_data["corporate_number"]) or None

    def clean_shareholders_text(self):
        lines = [line for line in self.cleaned_data["shareholders_text"].splitlines() if line.strip()]
        return [self._shareholder(number, line) for number, line in enumerate(lines, start=1)]

    def _shareholder(self, number: int, line: str) -> dict:
        parts = [part.strip() for part in line.replace(",", "、").replace("，", "、").split("、")]
        if len(parts) < 2 or not parts[0]:
            raise forms.ValidationError(f"{number}行目：名称と持株の割合を「、」で区切って入れてください。")
        try:
            share = values.share(parts[1])
            capital = values.yen(parts[2]) if len(parts) > 2 else None
        except values.ValueProblem as problem:
            raise forms.ValidationError(f"{number}行目：{problem.message}") from problem
        return {"name": parts[0], "share": share, "capital_yen": capital}


class ContactForm(forms.ModelForm):
    """A person at the establishment."""

    class Meta:
        model = Contact
        fields = ("name", "department", "phone", "email", "is_main")
