"""A question: which figures, divided how, of which days, of which part. It is read from the address of the page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django import forms

from centre.fiscal_year import FiscalYear, Month
from centre.forms import DayField
from reports.cross_tables.choices import EACH_MONTH, EACH_MONTH_LABEL, figures, grouped, shared_dimensions
from reports.metrics.definition import Metric, Period

MOST_MONTHS = 120
NOTHING = ("", "（分けない）")
BETWEEN = ":"


@dataclass(frozen=True)
class Question:
    """What is asked; `rows` and `columns` are keys of dimensions or EACH_MONTH, `within` {dimension: its part}."""

    metrics: tuple[Metric, ...]
    period: Period
    rows: str = ""
    columns: str = ""
    within: dict[str, str] = field(default_factory=dict)

    def label_of(self, key: str) -> str:
        """The name of a way to divide."""
        return EACH_MONTH_LABEL if key == EACH_MONTH else self.metrics[0].dimension(key).label

    def conditions(self) -> str:
        """The period and the part in words."""
        parts = [f"{self.label_of(key)}：{name}" for key, name in self.within.items()]
        return "　".join([self.period.label, *parts])

    def records_query(self, metric: Metric, period: Period, parts: dict[str, str]) -> str:
        """The end of the address of the records behind one cell."""
        pairs = [("figure", metric.key), ("first", period.first.isoformat()), ("last", period.last.isoformat())]
        named = {**self.within, **parts}
        return urlencode([*pairs, *(("part", f"{key}{BETWEEN}{name}") for key, name in named.items())])


def months_of(period: Period) -> Iterator[Period]:
    """The months of a period, the first and the last cut to its days."""
    month = Month.of(period.first)
    while month.start <= period.last:
        yield Period(max(month.start, period.first), min(month.end, period.last), f"{month.year}年{month.month}月")
        month = Month(month.year + month.month // 12, month.month % 12 + 1)


def period_of(first, last) -> Period:
    """The days from the first to the last with their name."""
    return Period(first, last, f"{first:%Y年%-m月%-d日}〜{last:%Y年%-m月%-d日}")


class QuestionForm(forms.Form):
    """The choices; what can be chosen depends on the figures chosen so far."""

    figure = forms.ChoiceField(label="数字")
    figure2 = forms.ChoiceField(label="2つ目の数字", required=False)
    figure3 = forms.ChoiceField(label="3つ目の数字", required=False)
    rows = forms.ChoiceField(label="行", required=False)
    columns = forms.ChoiceField(label="列", required=False)
    within = forms.ChoiceField(label="しぼり込み", required=False)
    first = DayField(label="初めの日")
    last = DayField(label="終わりの日")
    mask = forms.BooleanField(label="小さい数（1〜4）を伏せて見る", required=False)

    def __init__(self, data, *, today):
        year = FiscalYear.of(today)
        whole = {"first": year.start.isoformat(), "last": today.isoformat()}
        super().__init__(whole | {key: data[key] for key in data if data[key] != ""} if data else None)
        self.initial |= {"first": year.start, "last": today}
        for name in ("figure", "figure2", "figure3"):
            empty = ("", "選んでください" if name == "figure" else "（なし）")
            self.fields[name].choices = [empty, *grouped()]
            self.fields[name].error_messages["invalid_choice"] = "一覧にある数字を選んでください。"
        chosen = [figures()[key] for key in self._chosen() if key in figures()]
        dimensions = shared_dimensions(chosen)
        ways = [(key, dimension.label) for key, dimension in dimensions.items()]
        for name in ("rows", "columns"):
            self.fields[name].choices = [NOTHING, (EACH_MONTH, EACH_MONTH_LABEL), *ways]
            self.fields[name].error_messages["invalid_choice"] = (
                "選んだ数字は、この分け方では分けられません。選び直してください。"
            )
        self.fields["within"].choices = [
            ("", "（しぼり込まない）"),
            *((dimension.label, _parts(key, dimension)) for key, dimension in dimensions.items()),
        ]
        self.fields["within"].error_messages["invalid_choice"] = "選んだ数字には、この区分がありません。"

    def _chosen(self) -> list[str]:
        return [self.data.get(name, "") for name in ("figure", "figure2", "figure3")]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", "終わりの日は、初めの日より後にしてください。")
        elif first and last and len(list(months_of(period_of(first, last)))) > MOST_MONTHS:
            self.add_error("last", "期間は10年までにしてください。")
        keys = [key for key in self._chosen() if key]
        if len(set(keys)) < len(keys):
            self.add_error("figure2", "同じ数字が2回選ばれています。")
        rows, columns = cleaned.get("rows"), cleaned.get("columns")
        if columns and not rows:
            self.add_error("rows", "列を分けるときは、行も選んでください。")
        if columns and rows == columns:
            self.add_error("columns", "行と列には、別の分け方を選んでください。")
        if columns and len(keys) > 1:
            self.add_error(
                "columns", "列を分けられるのは、数字が1つのときだけです（数字が2つ以上のときは、数字が列になります）。"
            )
        return cleaned

    def question(self) -> Question:
        """What is asked, once the form is valid."""
        cleaned = self.cleaned_data
        key, _, name = cleaned["within"].partition(BETWEEN)
        return Question(
            tuple(figures()[key] for key in self._chosen() if key),
            period_of(cleaned["first"], cleaned["last"]),
            cleaned["rows"],
            cleaned["columns"],
            {key: name} if key else {},
        )


def _parts(key: str, dimension) -> list[tuple[str, str]]:
    names = [name for _, name in dimension.parts()]
    return [(f"{key}{BETWEEN}{name}", name) for name in (*names, dimension.rest)]
