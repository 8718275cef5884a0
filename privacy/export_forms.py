"""The form that says which columns a file has, in which order, under which headings, and what it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.core.validators import RegexValidator

from centre.errors import DomainError
from centre.exporting.columns import Column, choose
from centre.models import ExportLayout
from privacy.forms import MINIMUM
from privacy.sharing.forms import recipient_fields, terms_of
from privacy.sharing.providing import Terms

STAYS, LEAVES = "stays", "leaves"
WITH_PEOPLE, ALWAYS, NEVER = "with_people", "always", "never"


@dataclass(frozen=True)
class Row:
    """One line of the column editor."""

    label: str
    hidden: bool
    personal: bool
    use: forms.BoundField
    place: forms.BoundField
    heading: forms.BoundField


class ExportForm(forms.Form):
    """The column editor with format, layout name and reason; it works without a script.

    Each column has `use_KEY`, `place_KEY` (columns are sorted by it) and `heading_KEY`; `layout` is [{"key",
    "heading"}] to begin with, `hidden` the keys of columns whose values are masked for this user, `personal` of those
    with personal data that the user reads: a file with one of them gets its password unless somebody says otherwise.
    """

    format = forms.ChoiceField(label="ファイルの形式", choices=ExportLayout.Format.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="書き出す理由",
        min_length=MINIMUM,
        max_length=200,
        help_text="例：令和8年度 求人開拓の訪問先を決めるため。理由は閲覧記録とファイルに残ります。",
        error_messages={"min_length": f"理由は{MINIMUM}文字以上で、何に使うかを書いてください。"},
    )
    encrypts = forms.ChoiceField(
        label="パスワード付きのZIP（AES-256）",
        choices=[
            (WITH_PEOPLE, "「個人情報」の列を選んだときだけ付ける"),
            (ALWAYS, "いつも付ける"),
            (NEVER, "付けない（窓口の中で使う）"),
        ],
        initial=WITH_PEOPLE,
        widget=forms.RadioSelect,
        required=False,
        help_text="パスワードは自動で作り、処理のページで1回だけ表示します。窓口の外に出す個人情報には必ず付けます。",
    )
    whereto = forms.ChoiceField(
        label="窓口の外に出しますか",
        choices=[(STAYS, "出さない（窓口の中で使う）"), (LEAVES, "出す（県・関係機関・そのほかに渡す）")],
        widget=forms.RadioSelect,
        required=False,
        help_text="出すときは、相手と根拠を入れます。ファイルができたときに「提供の記録」に残ります。",
    )
    layout_name = forms.CharField(
        label="この形に名前を付けて保存",
        max_length=60,
        required=False,
        help_text="名前を入れると、書出しと一緒に列と形式を保存します。自分の同じ名前の形は置きかわります。",
    )
    layout_shared = forms.BooleanField(label="全員で使えるようにする", required=False)

    def __init__(
        self,
        *args,
        columns: Mapping[str, Column],
        layout: Sequence[Mapping],
        hidden: frozenset[str] = frozenset(),
        personal: frozenset[str] = frozenset(),
        is_handed_out: bool = False,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        # A list that is made for one recipient knows itself to whom it goes and on what ground.
        if is_handed_out:
            del self.fields["whereto"], self.fields["encrypts"]
        else:
            self.fields |= recipient_fields()
        self.columns, self.hidden, self.personal = columns, hidden, personal
        chosen = {entry["key"]: entry for entry in layout if entry["key"] in columns}
        self.order = [*chosen, *(key for key in columns if key not in chosen)]
        for place, key in enumerate(self.order, start=1):
            self._add(key, place, chosen.get(key))

    def _add(self, key: str, place: int, entry: Mapping | None) -> None:
        name = self.columns[key].column_name
        self.fields[f"use_{key}"] = forms.BooleanField(label=name, required=False, initial=entry is not None)
        self.fields[f"place_{key}"] = forms.IntegerField(
            label=f"{name}の順番",
            required=False,
            min_value=1,
            max_value=999,
            initial=place,
            widget=forms.NumberInput(attrs={"aria-label": f"{name}の順番"}),
        )
        self.fields[f"heading_{key}"] = forms.CharField(
            label=f"{name}の見出し",
            required=False,
            max_length=60,
            initial=(entry or {}).get("heading") or name,
            widget=forms.TextInput(attrs={"aria-label": f"{name}の見出し"}),
            validators=[RegexValidator(r"[\x00-\x1f]", "見出しは1行で書いてください。", inverse_match=True)],
        )

    @property
    def provision(self) -> list[forms.BoundField]:
        """The fields about a recipient outside; none for a list that is made to be handed out."""
        return [self[name] for name in recipient_fields() if name in self.fields]

    @property
    def leaving(self) -> Terms | None:
        """To whom the file goes, after a valid submission; None when it stays."""
        if self.cleaned_data.get("whereto") != LEAVES:
            return None
        return terms_of(self.cleaned_data, self.cleaned_data["reason"])

    @property
    def rows(self) -> list[Row]:
        """The lines of the editor: the columns of the layout first."""
        return [
            Row(
                self.columns[key].column_name,
                key in self.hidden,
                key in self.personal,
                self[f"use_{key}"],
                self[f"place_{key}"],
                self[f"heading_{key}"],
            )
            for key in self.order
        ]

    def clean(self):
        values = super().clean()
        used = [key for key in self.order if values.get(f"use_{key}")]
        used.sort(key=lambda key: values.get(f"place_{key}") or 1000)
        values["columns"] = [{"key": key, "heading": values.get(f"heading_{key}", "")} for key in used]
        # What is missing counts as the safe way: the columns decide.
        chosen = values.get("encrypts") or WITH_PEOPLE
        values["encrypts"] = chosen == ALWAYS or (chosen == WITH_PEOPLE and not self.personal.isdisjoint(used))
        try:
            choose(self.columns, values["columns"])
        except DomainError as error:
            self.add_error(error.field, error.message)
        return values
