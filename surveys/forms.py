"""Forms of the surveys."""

from django import forms
from django.utils import timezone

from centre.forms import DayField
from surveys.models import Survey
from surveys.results import SCORE_LABELS


class SurveyForm(forms.Form):
    """A new questionnaire."""

    title = forms.CharField(label="題名", max_length=120, help_text="例：令和8年度 上半期 利用者アンケート")
    audience = forms.ChoiceField(label="対象", choices=Survey.Audience.choices, widget=forms.RadioSelect)
    question = forms.CharField(
        label="質問",
        max_length=200,
        initial="窓口の対応に満足しましたか。",
        help_text="満足度を1から5で答える質問です。",
    )
    opens_on = DayField(label="始まりの日", initial=timezone.localdate)
    closes_on = DayField(label="終わりの日")


class AnswerForm(forms.Form):
    """One answer on paper or told at the counter."""

    satisfaction = forms.TypedChoiceField(
        label="満足度", coerce=int, choices=list(SCORE_LABELS.items()), widget=forms.RadioSelect
    )
    answered_on = DayField(label="回答日", initial=timezone.localdate)
    comment = forms.CharField(
        label="自由記述",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="お名前や連絡先が書かれていたら、写さないでください。",
    )
