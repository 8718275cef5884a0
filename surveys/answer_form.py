"""The sheet as a form: the same fields for the page of a link and for typing in from paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils import timezone

from centre.forms import DayField
from surveys import wording
from surveys.answering import TEXT_LENGTH
from surveys.models import Question, Survey

Kind = Question.Kind


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it; `tag` is the language of its words when they are not those of the page."""

    bound: forms.BoundField
    required: bool
    hint: str
    tag: str
    is_text: bool


class SheetForm(forms.Form):
    """One sheet of a survey in a language; `given()` is what the acts take."""

    use_required_attribute = False

    def __init__(self, *args, questions: Sequence[Question], language: str = "ja", **kwargs):
        super().__init__(*args, **kwargs)
        self.questions, self.language = questions, language
        self.words = wording.PAGE[language]
        for question in questions:
            self.fields[_name(question)] = self._field(question)

    def given(self) -> dict:
        """{question id: what was answered}; what was left out is absent."""
        answers = {question.pk: self.cleaned_data.get(_name(question)) for question in self.questions}
        return {key: value for key, value in answers.items() if value not in (None, "", [])}

    @property
    def sheet(self) -> list[Asked]:
        """The questions in their order, for a template."""
        return [
            Asked(
                self[_name(question)],
                question.required,
                {Kind.SEVERAL: self.words["several"], Kind.TEXT: self.words["no_names"]}.get(question.kind, ""),
                "" if getattr(question, f"text_{self.language}") else "ja",
                question.kind == Kind.TEXT,
            )
            for question in self.questions
        ]

    def _field(self, question: Question) -> forms.Field:
        common = {"label": question.text(self.language), "required": question.required}
        if question.kind == Kind.TEXT:
            return forms.CharField(
                max_length=TEXT_LENGTH,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages={"required": self.words["write"], "max_length": self.words["too_long"]},
                **common,
            )
        common["choices"] = self._choices(question)
        common["coerce"] = int
        if question.kind == Kind.SEVERAL:
            return forms.TypedMultipleChoiceField(
                widget=forms.CheckboxSelectMultiple, error_messages=self._refusals("choose_some"), **common
            )
        return forms.TypedChoiceField(
            widget=forms.RadioSelect, empty_value=None, error_messages=self._refusals("choose"), **common
        )

    def _refusals(self, missing: str) -> dict[str, str]:
        return {"required": self.words[missing], "invalid_choice": self.words["not_offered"]}

    def _choices(self, question: Question) -> list[tuple[int, str]]:
        if question.kind in Question.SCALES:
            return wording.scale(question.kind, self.language)
        if question.kind == Kind.YES_NO:
            return wording.yes_no(self.language)
        return [(choice.pk, choice.text(self.language)) for choice in question.choices.all()]


class PaperForm(SheetForm):
    """A sheet of paper: its day and, where results are counted by group, whose it is."""

    answered_on = DayField(label="回答日", initial=timezone.localdate)
    group = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    field_order = ("answered_on", "group")

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        if survey.groups:
            self.fields["group"].label = survey.grouping
            self.fields["group"].choices = [*survey.groups.items(), ("", "不明")]
        else:
            del self.fields["group"]


def _name(question: Question) -> str:
    return f"q{question.pk}"
