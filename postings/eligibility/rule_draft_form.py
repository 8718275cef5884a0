"""The form of a rule draft: one field per parameter that people may vary."""

from django import forms

from centre.forms import DayField
from postings.eligibility.rule_drafts import YES_OR_NO, in_words
from postings.rulebooks.book import BookVersion
from postings.rulebooks.library import BOOKS


class RuleDraftForm(forms.Form):
    """The parameters of a version with its values filled in, the day they would hold from, and why."""

    def __init__(self, *args, version: BookVersion, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = list(BOOKS[version.book].labels)
        for name, label in BOOKS[version.book].labels.items():
            self.fields[name] = _field(label, version.parameters[name])
        self.fields["valid_from"] = DayField(label="効力の日", help_text="この値になるとしたら、いつからか")
        self.fields["note"] = forms.CharField(
            label="理由・メモ", required=False, widget=forms.Textarea(attrs={"rows": 2})
        )

    def parameters(self) -> dict[str, int | str]:
        """The values typed, by the parameter's name."""
        return {name: self.cleaned_data[name] for name in self.names}


def _field(label: str, value: int | str) -> forms.Field:
    hint = f"いまの版：{in_words(value)}"
    if isinstance(value, str):
        return forms.ChoiceField(label=label, choices=list(YES_OR_NO.items()), initial=value, help_text=hint)
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=10**13,
        initial=value,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
