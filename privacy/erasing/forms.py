"""Forms of erasing and of the return."""

from django import forms

from centre.forms import DayField


class ApplicationForm(forms.Form):
    """An application: why and when."""

    ground = forms.CharField(
        label="理由・根拠",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="本人の求め（受けた日）、契約の終了（特記事項 第13）など。氏名は書きません。",
    )
    planned_on = DayField(label="消去の予定日")


class DecisionForm(forms.Form):
    """What the second person decides."""

    APPROVE, REFUSE = "approve", "refuse"
    verdict = forms.ChoiceField(
        label="決定",
        choices=((APPROVE, "承認する"), (REFUSE, "承認しない")),
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(
        label="県の指示・立会い、または承認しない理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="契約の終了のときは、指示の日付・番号と、立会いの有無を書きます。",
    )


class ExecutionForm(forms.Form):
    """The last question before something goes for good."""

    sure = forms.BooleanField(
        label="消したものは元に戻せないことを確かめました。",
        error_messages={"required": "元に戻せないことを確かめて、印を付けてください。"},
    )
    explanation = forms.CharField(
        label="残っている語の説明",
        max_length=300,
        required=False,
        help_text="前の実行で「同じ語がまだあります」と出たときだけ書きます（同じ名の会社など）。",
    )


class WithdrawalForm(forms.Form):
    """Nothing to fill in: the button says it."""


class YearForm(forms.Form):
    """For which contract the package is made."""

    year = forms.ChoiceField(label="年度（契約）")

    def __init__(self, *args, years=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year.year, year.label) for year in years]
