"""Forms of two records that may be one employer."""

from django import forms

from employers.merging import FIELDS
from employers.models import Establishment

KEPT, ABSORBED = "kept", "absorbed"


class MergeForm(forms.Form):
    """Which record stays, and of each field that differs whose value stays."""

    stays = forms.ChoiceField(label="残す事業所", widget=forms.RadioSelect)

    def __init__(self, *args, first: Establishment, second: Establishment, **kwargs):
        super().__init__(*args, **kwargs)
        self.pair = {str(first.pk): first, str(second.pk): second}
        self.fields["stays"].choices = [(key, f"{place}　{record.name}") for place, (key, record) in self._placed()]
        self.fields["stays"].initial = str(first.pk)
        newer = max(first, second, key=lambda record: record.updated_at)
        for name in FIELDS:
            told = [getattr(record, name) for record in (first, second)]
            if told[0] == told[1]:
                continue
            better = newer if all(told) else (first if told[0] else second)
            self.fields[name] = forms.ChoiceField(
                label=str(Establishment._meta.get_field(name).verbose_name),
                choices=[
                    (str(record.pk), f"{place}　{_shown(value)}")
                    for place, record, value in zip("AB", (first, second), told, strict=True)
                ],
                widget=forms.RadioSelect,
                initial=str(better.pk),
            )

    def records(self) -> tuple[Establishment, Establishment]:
        """(the one that stays, the one that is taken up)."""
        stays = self.cleaned_data["stays"]
        other = next(key for key in self.pair if key != stays)
        return self.pair[stays], self.pair[other]

    def chosen(self) -> dict[str, str]:
        """{field: "kept" or "absorbed"}."""
        stays = self.cleaned_data["stays"]
        return {
            name: KEPT if self.cleaned_data[name] == stays else ABSORBED
            for name in FIELDS
            if name in self.cleaned_data
        }

    def _placed(self):
        return zip("AB", self.pair.items(), strict=True)


class NotTheSameForm(forms.Form):
    note = forms.CharField(label="別の事業所と判断した理由", required=False, max_length=200)


def _shown(value) -> str:
    return "（空）" if value in (None, "") else str(value)
