"""The form of the orientation: one field per fact of the book, made from its vocabulary, and a few periods."""

from datetime import date

from django import forms

from centre.forms import DayField
from centre.models import Prefecture
from postings.eligibility.orientation import NOT_ASKED
from postings.rulebooks.book import BookVersion
from postings.rulebooks.facts import Fact, count, day, yes_or_no
from postings.rulebooks.places import prefecture

MOST_PERIODS = 5
HELP = {
    "moved_in_on": "まだ移っていない方は、予定の日を入れます。",
    "applied_on": "市町村へ申請する（予定の）日です。",
    "destination_municipality": "例：天草市",
    "route": "対象求人に応募して就職する方は「対象求人への就業」です。",
}


class OrientationForm(forms.Form):
    """What a person tells for the orientation; whatever is not known stays empty and is judged as not known."""

    def __init__(self, *args, version: BookVersion, **kwargs):
        super().__init__(*args, **kwargs)
        self.singles = [fact for fact in version.vocabulary if not fact.members and fact.key not in NOT_ASKED]
        self.members = next(fact.members for fact in version.vocabulary if fact.members)
        for fact in self.singles:
            self.fields[fact.key] = _field(fact, fact.label)
        for number in range(1, MOST_PERIODS + 1):
            for fact in self.members:
                self.fields[f"period_{number}_{fact.key}"] = _field(fact, f"{number}：{fact.label}")

    @staticmethod
    def initial_of(facts: dict) -> dict:
        """Kept facts as the form's fields name them."""
        initial = {key: value for key, value in facts.items() if key != "periods"}
        for number, period in enumerate(facts.get("periods", ()), start=1):
            initial |= {f"period_{number}_{key}": value for key, value in period.items()}
        return {key: str(value).lower() if isinstance(value, bool) else value for key, value in initial.items()}

    @property
    def single_fields(self) -> list[forms.BoundField]:
        """The fields of the single facts, for the page."""
        return [self[fact.key] for fact in self.singles]

    @property
    def period_rows(self) -> list[tuple[int, list[forms.BoundField], bool]]:
        """Each period with its fields, and whether it holds something."""
        rows = []
        for number in range(1, MOST_PERIODS + 1):
            fields = [self[f"period_{number}_{fact.key}"] for fact in self.members]
            rows.append((number, fields, number == 1 or any(field.value() or field.errors for field in fields)))
        return rows

    def facts(self) -> dict:
        """Plain values by the book's keys, without what is not known."""
        known = {fact.key: self.cleaned_data[fact.key] for fact in self.singles}
        periods = [
            _told({fact.key: self.cleaned_data[f"period_{number}_{fact.key}"] for fact in self.members})
            for number in range(1, MOST_PERIODS + 1)
        ]
        told = _told(known)
        if any(periods):
            told["periods"] = [period for period in periods if period]
        return told


def _field(fact: Fact, label: str) -> forms.Field:
    common = {"label": label, "required": False, "help_text": HELP.get(fact.key, "")}
    if fact.read is day:
        return DayField(**common)
    if fact.read is count:
        return forms.IntegerField(min_value=0, max_value=20, **common)
    if fact.read is prefecture:
        return forms.ChoiceField(choices=_prefectures, **common)
    if fact.read is yes_or_no:
        return forms.TypedChoiceField(
            choices=[("", "未確認"), ("true", "はい"), ("false", "いいえ")],
            coerce=lambda text: text == "true",
            empty_value=None,
            **common,
        )
    if fact.answers:
        return forms.ChoiceField(choices=[("", "未確認"), *fact.answers.items()], **common)
    return forms.CharField(max_length=40, **common)


def _prefectures() -> list[tuple[str, str]]:
    return [("", "未確認"), *Prefecture.objects.values_list("code", "name")]


def _told(values: dict) -> dict:
    """The values that say something, as JSON can hold them."""
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
    return {key: value for key, value in plain.items() if value not in (None, "")}
