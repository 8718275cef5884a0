"""Forms with which a questionnaire is made and handed out."""

from django import forms
from django.utils import timezone

from centre.forms import DayField
from centre.public_pages import Language
from surveys.inviting import MOST
from surveys.models import Question, Survey

LANGUAGES = tuple(Language.values)
TRANSLATED = [(language, Language(language).label) for language in LANGUAGES if language != "ja"]


class DaysForm(forms.Form):
    """Title and period."""

    title = forms.CharField(label="題名", max_length=120, help_text="例：令和8年度 上半期 利用者アンケート")
    opens_on = DayField(label="始まりの日", initial=timezone.localdate)
    closes_on = DayField(label="終わりの日")


class CopyForm(DaysForm):
    """Title and period of a copy, with the titles in the other languages that the questionnaire is offered in."""

    field_order = ("title", *(f"title_{language}" for language, _ in TRANSLATED))

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        for language, _ in TRANSLATED:
            if language in survey.languages:
                self.fields[f"title_{language}"] = forms.CharField(
                    label=Survey._meta.get_field(f"title_{language}").verbose_name,
                    required=False,
                    max_length=120,
                    initial=survey.heading(language),
                    help_text="前の題名です。新しい題名に合わせて直します。" if survey.heading(language) else "",
                )
        self.order_fields(self.field_order)

    def given(self) -> dict:
        """What the act takes."""
        values = dict(self.cleaned_data)
        return values | {"titles": {language: values.pop(f"title_{language}", "") for language, _ in TRANSLATED}}


class SurveyForm(DaysForm):
    """A new questionnaire; its questions come on the next page."""

    audience = forms.ChoiceField(label="対象", choices=Survey.Audience.choices, widget=forms.RadioSelect)
    by_group = forms.BooleanField(
        label="区分ごとにも集計する",
        required=False,
        help_text="企業は従業員規模、就職・移住希望者はU・I・Jの別。5件未満の区分の結果は出しません。",
    )
    languages = forms.MultipleChoiceField(
        label="日本語のほかに出すことば", choices=TRANSLATED, required=False, widget=forms.CheckboxSelectMultiple
    )
    title_easy = forms.CharField(label="題名（やさしい日本語）", required=False, max_length=120)
    title_en = forms.CharField(
        label="題名（英語）", required=False, max_length=120, widget=forms.TextInput(attrs={"lang": "en"})
    )
    intro_ja = forms.CharField(
        label="はじめの文（日本語）", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    intro_easy = forms.CharField(
        label="はじめの文（やさしい日本語）",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="短い文で書き、漢字には読みを付けます。",
    )
    intro_en = forms.CharField(
        label="はじめの文（英語）",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )

    field_order = ("title", "audience", "opens_on", "closes_on", "by_group", "languages")

    def given(self) -> dict:
        """What the acts take: the title in the other languages, and the words before the questions, by language."""
        values = dict(self.cleaned_data)
        titles = {language: values.pop(f"title_{language}") for language, _ in TRANSLATED}
        return values | {
            "titles": titles,
            "intros": {language: values.pop(f"intro_{language}") for language in LANGUAGES},
        }


class SurveyChangeForm(SurveyForm):
    """A questionnaire that is there: whom it asks stays."""

    audience = None


class QuestionForm(forms.Form):
    """A question with its words, and one choice on each line, in each language."""

    kind = forms.ChoiceField(label="答え方", choices=Question.Kind.choices, widget=forms.RadioSelect)
    text_ja = forms.CharField(label="質問（日本語）", max_length=200)
    text_easy = forms.CharField(
        label="質問（やさしい日本語）", max_length=200, required=False, help_text="漢字には読みを付けます。"
    )
    text_en = forms.CharField(
        label="質問（英語）", max_length=300, required=False, widget=forms.TextInput(attrs={"lang": "en"})
    )
    required = forms.BooleanField(label="必ず答えてもらう", required=False)
    choices_ja = forms.CharField(
        label="選択肢（日本語）",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="「1つ選ぶ」と「いくつでも選ぶ」のときだけ。1行に1つ書きます。",
    )
    choices_easy = forms.CharField(
        label="選択肢（やさしい日本語）",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="日本語と同じ順に、同じ数だけ書きます。",
    )
    choices_en = forms.CharField(
        label="選択肢（英語）",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "en"}),
        help_text="日本語と同じ順に、同じ数だけ書きます。",
    )

    def clean(self):
        cleaned = super().clean()
        lines = {language: _lines(cleaned.get(f"choices_{language}", "")) for language in LANGUAGES}
        for language, words in lines.items():
            longest = 300 if language == "en" else 200
            if any(len(line) > longest for line in words):
                self.add_error(f"choices_{language}", f"1つの選択肢は{longest}字までにしてください。")
            if words and len(words) != len(lines["ja"]):
                self.add_error(f"choices_{language}", f"日本語と同じ{len(lines['ja'])}行にしてください。")
        self.choices = [
            {language: words[place] for language, words in lines.items() if place < len(words)}
            for place in range(len(lines["ja"]))
        ]
        return cleaned

    def given(self) -> dict:
        """What the acts take."""
        return {
            "kind": self.cleaned_data["kind"],
            "texts": {language: self.cleaned_data[f"text_{language}"] for language in LANGUAGES},
            "required": self.cleaned_data["required"],
            "choices": self.choices,
        }


class InviteForm(forms.Form):
    """How many links, for whom, until when."""

    count = forms.IntegerField(
        label="枚数", min_value=1, max_value=MOST, widget=forms.NumberInput(attrs={"class": "short"})
    )
    group = forms.ChoiceField(label="区分", required=False, widget=forms.RadioSelect)
    expires_on = DayField(label="使える最後の日", help_text="この日の終わり（24時）まで答えられます。")

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = survey.closes_on
        if survey.groups:
            self.fields["group"].label = survey.grouping
            self.fields["group"].choices = [*survey.groups.items(), ("", "区分なし")]
            self.fields["group"].help_text = "同じ区分の方にだけ、この案内を配ってください。"
        else:
            del self.fields["group"]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
