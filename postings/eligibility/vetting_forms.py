"""Forms of vetting: evidence per requirement, and the reviewer's word."""

from dataclasses import dataclass

from django import forms

from centre.files import store
from centre.forms import DayField, ScanFile
from centre.models import StoredFile
from postings.eligibility.evidence import Evidence


def kept(file) -> StoredFile | None:
    """The uploaded file, stored."""
    return store(file.name[:200], file.content_type, file.read()) if file else None


@dataclass(frozen=True)
class ProofRow:
    """One requirement on the page: its finding, what may be used again, and the fields to fill in."""

    finding: object
    again: Evidence | None
    reuse: object
    words: object
    details: tuple

    @property
    def is_open(self) -> bool:
        """Whether the details have something to correct."""
        return any(field.errors for field in self.details)


class VettingForm(forms.Form):
    """Evidence per requirement and a note; the findings themselves come from the rule books.

    `again` is what signed vettings of the corporation have checked: {(book, requirement): Evidence}.
    """

    note = forms.CharField(label="所見", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, judged, again, **kwargs):
        super().__init__(*args, **kwargs)
        self.again = again
        self.asked = [(book, finding) for book, judgement in judged.items() for finding in judgement.findings]
        for book, finding in self.asked:
            self._ask(f"{book}-{finding.key}", finding, again.get((book, finding.key)))

    def _ask(self, name: str, finding, again: Evidence | None) -> None:
        key = finding.key
        if again:
            self.fields[f"reuse-{name}"] = forms.BooleanField(
                label=f"{key} は前の確認を使う", required=False, initial=True
            )
        self.fields[f"evidence-{name}"] = forms.CharField(
            label=f"{key} の確かめた資料",
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"placeholder": "・".join(finding.requirement.evidence)[:60]}),
        )
        self.fields[f"file-{name}"] = ScanFile(label=f"{key} の書類", required=False)
        self.fields[f"page-{name}"] = forms.CharField(
            label=f"{key} の頁・箇所", required=False, max_length=40, widget=forms.TextInput(attrs={"class": "short"})
        )
        self.fields[f"until-{name}"] = DayField(label=f"{key} の有効期限", required=False)

    def evidence(self) -> dict[tuple[str, str], Evidence]:
        """{(book, requirement): what was looked at}; uploaded files are stored."""
        found = {}
        for book, finding in self.asked:
            name = f"{book}-{finding.key}"
            typed = {part: self.cleaned_data[f"{part}-{name}"] for part in ("evidence", "file", "page", "until")}
            if self.cleaned_data.get(f"reuse-{name}") and not any(typed.values()):
                found[book, finding.key] = self.again[book, finding.key]
            else:
                found[book, finding.key] = Evidence(
                    typed["evidence"], kept(typed["file"]), typed["page"], valid_until=typed["until"]
                )
        return found

    def shown(self) -> list[ProofRow]:
        """The rows of the page."""
        return [self._row(f"{book}-{finding.key}", finding, (book, finding.key)) for book, finding in self.asked]

    def _row(self, name: str, finding, key: tuple[str, str]) -> ProofRow:
        details = tuple(self[f"{part}-{name}"] for part in ("file", "page", "until"))
        again = self.again.get(key)
        return ProofRow(finding, again, self[f"reuse-{name}"] if again else None, self[f"evidence-{name}"], details)


class DecisionForm(forms.Form):
    """The reviewer's word."""

    decision = forms.ChoiceField(
        label="判断", choices=[("approve", "承認する"), ("give_back", "差し戻す")], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="所見（差し戻すときは理由）", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
