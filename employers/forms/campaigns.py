"""Forms of the rounds of calls and mails."""

from datetime import datetime

from django import forms
from django.db.models import Q
from django.utils import timezone

from centre.forms import ClockField, DayField
from centre.models import SavedFilter
from employers.calling import outcomes_of
from employers.campaigning import MAX_QUESTIONS
from employers.models import Campaign, CampaignCase

PAGE = "employers:list"
KEYS = ("a", "b")
MERGE_HELP = "{事業所名}・{担当者名}・{法人名} は、送るときにその企業のものに置き換わります。"


class TargetForm(forms.Form):
    """Whom a campaign is for: a saved filter, or the address of the list as it was when the page was opened."""

    method = forms.ChoiceField(
        label="方法", choices=Campaign.Method.choices, widget=forms.RadioSelect, initial=Campaign.Method.CALL
    )
    saved_filter = forms.ModelChoiceField(
        label="保存した条件から選ぶ",
        queryset=SavedFilter.objects.none(),
        required=False,
        empty_label="選ばない（一覧から引き継いだ条件を使う）",
    )
    query = forms.CharField(label="対象の条件", required=False, max_length=1000, widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = SavedFilter.objects.filter(Q(owner=user) | Q(is_shared=True), page=PAGE)
        self.fields["saved_filter"].queryset = mine

    def chosen_query(self) -> str:
        """The address of the list that is meant."""
        saved = self.cleaned_data.get("saved_filter")
        return saved.query if saved else self.cleaned_data.get("query", "")


class CampaignForm(TargetForm):
    """A new campaign: what for, whom, what is said, what is asked."""

    title = forms.CharField(label="名称", max_length=80)
    purpose = forms.CharField(label="目的", max_length=200, required=False)
    closes_on = DayField(label="終える日", required=False)
    script = forms.CharField(
        label="話すこと", required=False, widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )
    field_order = ["title", "method", "purpose", "closes_on", "saved_filter", "query", "script"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key in KEYS:
            name = key.upper()
            self.fields[f"subject_{key}"] = forms.CharField(
                label=f"件名{name}（メール）", required=False, max_length=120
            )
            self.fields[f"body_{key}"] = forms.CharField(
                label=f"文面{name}",
                required=False,
                max_length=8000,
                widget=forms.Textarea(attrs={"rows": 6}),
                help_text=MERGE_HELP if key == "a" else "比べたいときだけ入れます。企業に半分ずつ割り当てます。",
            )
        for number in range(1, MAX_QUESTIONS + 1):
            self.fields[f"question_{number}"] = forms.CharField(label=f"質問{number}", required=False, max_length=120)
            self.fields[f"choices_{number}"] = forms.CharField(
                label=f"質問{number}の選択肢",
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="1行に1つ。空けておくと自由に書けます。" if number == 1 else "",
            )

    def clean(self):
        data = super().clean()
        for number in range(1, MAX_QUESTIONS + 1):
            if data.get(f"choices_{number}") and not data.get(f"question_{number}"):
                self.add_error(f"question_{number}", "選択肢だけが入っています。質問も入れてください。")
        if data.get("subject_b") and not data.get("body_b"):
            self.add_error("body_b", "件名だけが入っています。文面も入れてください。")
        if data.get("body_b") and not data.get("body_a"):
            self.add_error("body_a", "文面Bの前に、文面Aを入れてください。")
        return data

    def question_rows(self) -> list[tuple]:
        """The question fields beside their choices, and whether the row is to be shown open."""
        return [(self[f"question_{n}"], self[f"choices_{n}"]) for n in range(1, MAX_QUESTIONS + 1)]

    def wording_rows(self) -> list[tuple]:
        """Subject and body of each wording."""
        return [(self[f"subject_{key}"], self[f"body_{key}"]) for key in KEYS]

    def plan(self) -> dict:
        """What `campaigning.start` takes."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("title", "method", "purpose", "script", "closes_on")}
        numbers = [n for n in range(1, MAX_QUESTIONS + 1) if data[f"question_{n}"]]
        lines = {n: [line.strip() for line in data[f"choices_{n}"].splitlines() if line.strip()] for n in numbers}
        questions = [{"label": data[f"question_{n}"], "choices": lines[n], "field": f"choices_{n}"} for n in numbers]
        variants = [
            {"key": key.upper(), "subject": data[f"subject_{key}"], "body": data[f"body_{key}"]}
            for key in KEYS
            if data[f"body_{key}"] or data[f"subject_{key}"]
        ]
        return plain | {"questions": questions, "variants": variants, "query": self.chosen_query()}


def as_typed(campaign: Campaign) -> dict:
    """The words of a campaign the way the form shows them, to begin another one from."""
    typed = {name: getattr(campaign, name) for name in ("title", "method", "purpose", "script", "query")}
    for number, question in enumerate(campaign.questions, start=1):
        typed[f"question_{number}"] = question["label"]
        typed[f"choices_{number}"] = "\n".join(question["choices"])
    for variant in campaign.variants.all():
        typed[f"subject_{variant.key.lower()}"] = variant.subject
        typed[f"body_{variant.key.lower()}"] = variant.body
    return typed


class AttemptForm(forms.Form):
    """What came of a call or an answered mail."""

    outcome = forms.ChoiceField(label="結果", widget=forms.RadioSelect)
    updated_record = forms.BooleanField(label="登録の内容を確かめた（最終確認日を今日にする）", required=False)
    call_back_on = DayField(label="折り返す日", required=False)
    call_back_time = ClockField(label="折り返す時刻", required=False)
    note = forms.CharField(label="メモ", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, case: CampaignCase, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        # The number is the key that chooses the outcome.
        outcomes = enumerate(outcomes_of(case.campaign), start=1)
        self.fields["outcome"].choices = [(outcome.value, f"{number} {outcome.label}") for number, outcome in outcomes]
        self.fields["call_back_on"].initial = timezone.localdate
        for question in case.campaign.questions:
            self.fields[question["key"]] = _answer_field(question)
        if case.campaign.method == Campaign.Method.MAIL:
            del self.fields["call_back_on"], self.fields["call_back_time"]

    def answer_rows(self) -> list:
        """The fields of the questions."""
        return [self[question["key"]] for question in self.case.campaign.questions]

    def recorded(self) -> dict:
        """What `calling.record_attempt` takes."""
        data = self.cleaned_data
        day, clock = data.get("call_back_on"), data.get("call_back_time")
        at = timezone.make_aware(datetime.combine(day, clock)) if day and clock else None
        return {
            "outcome": data["outcome"],
            "answers": {question["key"]: data[question["key"]] for question in self.case.campaign.questions},
            "note": data["note"],
            "call_back_at": at,
            "updated_record": data["updated_record"],
        }


def _answer_field(question: dict) -> forms.Field:
    if not question["choices"]:
        return forms.CharField(label=question["label"], required=False, max_length=300)
    return forms.ChoiceField(
        label=question["label"],
        required=False,
        choices=[(choice, choice) for choice in question["choices"]],
        widget=forms.RadioSelect,
    )


class NothingForm(forms.Form):
    """A confirmation has no fields."""
