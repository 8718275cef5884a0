"""Forms of the year: books, words, notice of completion, deliverables, equipment."""

from django import forms

from centre.errors import DomainError
from centre.fiscal_year import Month
from centre.forms import DayField, ScanFile, SheetFile
from centre.models import User
from centre.roles import OUTSIDE
from reports.models import CompletionNotice, Cost, Deliverable, Equipment, Labour
from reports.year.completion import check_form
from reports.year.texts import MOST_CHARACTERS

EVIDENCE = "領収書・請求書などの写し。PNG・JPEG・PDFで10MBまで。入れないときは、前の写しのままです。"


class CostForm(forms.ModelForm):
    """A payment."""

    paid_on = DayField(label="支払日")
    amount = Cost._meta.get_field("amount").formfield(min_value=1)
    evidence = ScanFile(label="証拠書類の写し", required=False, help_text=EVIDENCE)

    class Meta:
        model = Cost
        fields = ("paid_on", "voucher", "work", "payee", "subject", "amount")

    def validate_unique(self):
        """The act looks for a voucher used twice, within its transaction and with the year of the day paid."""


class VoidForm(forms.Form):
    """Why a payment is taken out."""

    reason = forms.CharField(label="取り消す理由", max_length=200)


class LabourForm(forms.Form):
    """What somebody worked in a month."""

    month = forms.CharField(
        label="月",
        help_text="例：2026-10",
        widget=forms.TextInput(attrs={"class": "short", "placeholder": "2026-10"}),
    )
    user = forms.ModelChoiceField(User.objects.none(), label="職員")
    work = Labour._meta.get_field("work").formfield()
    hours = Labour._meta.get_field("hours").formfield(min_value=0, max_value=744)
    rate = Labour._meta.get_field("rate").formfield(
        help_text="1時間あたりの円。金額は時間×単価で、1円未満は切り捨てます。"
    )
    evidence = ScanFile(label="証拠書類の写し", required=False, help_text=EVIDENCE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.exclude(role__in=OUTSIDE).order_by("pk")

    def clean_month(self):
        """The first day of the month."""
        try:
            return Month.parse(self.cleaned_data["month"].strip()).start
        except ValueError as error:
            raise forms.ValidationError("月は 2026-10 のように入れてください。") from error


class LabourChangeForm(forms.ModelForm):
    """Hours and rate of a line."""

    evidence = ScanFile(label="証拠書類の写し", required=False, help_text=EVIDENCE)

    class Meta:
        model = Labour
        fields = ("hours", "rate")


class TextForm(forms.Form):
    """The words of a chapter or of a month."""

    body = forms.CharField(
        label="本文",
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="個人の名前は書かないでください。改行で段落を分けます。",
    )


class CompletionForm(forms.ModelForm):
    """The notice of completion; `form` is the prefecture's own Excel form with named cells."""

    submitted_on = DayField(label="提出日", required=False)
    completed_on = DayField(label="完了年月日", required=False)
    form = SheetFile(
        label="県の様式（Excel）",
        required=False,
        help_text="別紙様式1に当たるExcel（.xlsx）で、書き込むセルに下の名前を付けたもの。入れないときは、前の様式のままです。",
    )
    drop_form = forms.BooleanField(label="県の様式を使うのをやめる（製品の様式に戻す）", required=False)

    class Meta:
        model = CompletionNotice
        fields = ("submitted_on", "completed_on", "fee", "attachments")

    def clean_form(self):
        """The uploaded form, checked before it is kept."""
        file = self.cleaned_data["form"]
        if not file:
            return None
        content = file.read()
        file.seek(0)
        try:
            check_form(content)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error
        return file


class DeliverableForm(forms.ModelForm):
    """A result that is delivered."""

    made_on = DayField(label="作成日", required=False)
    delivered_on = DayField(label="納入日", required=False)

    class Meta:
        model = Deliverable
        fields = ("title", "medium", "copies", "made_on", "delivered_on", "rights")


class EquipmentForm(forms.ModelForm):
    """A thing bought with the fee."""

    bought_on = DayField(label="購入日", required=False)
    handed_over_on = DayField(label="県への引渡し日", required=False)

    class Meta:
        model = Equipment
        fields = (
            "title",
            "number",
            "quantity",
            "bought_on",
            "price",
            "place",
            "designated",
            "handed_over_on",
        )
