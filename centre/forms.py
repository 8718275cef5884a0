"""How forms look, and how dates are typed: the Western or the Japanese way."""

import re
import unicodedata
from datetime import datetime

from django import forms
from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from centre.tabular.values import ValueProblem, date_of, datetime_of


class FormRenderer(TemplatesSetting):
    """Fields with label, help and error, from templates/forms/."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class DayField(forms.DateField):
    """A day typed as 2026-11-20, 2026年11月20日, 令和8年11月20日 or R8.11.20, full-width or not."""

    widget = forms.DateInput(attrs={"placeholder": "2026-11-20", "class": "short", "inputmode": "text"})

    def to_python(self, value):
        try:
            return date_of(value)
        except ValueProblem as problem:
            raise forms.ValidationError(problem.message) from problem


class MomentField(forms.DateTimeField):
    """A day and time in the browser's own field, or typed in any way that DayField reads: 令和8年11月20日 14:03."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "short"})

    def prepare_value(self, value):
        if isinstance(value, datetime):
            return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
        return value

    def to_python(self, value):
        return typed(datetime_of, value)


class ClockField(forms.TimeField):
    """A time typed as 14:30, full-width or not."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"})

    def to_python(self, value):
        return super().to_python(unicodedata.normalize("NFKC", value) if isinstance(value, str) else value)


OPTION, CHOSEN = '<option value="{value}">{label}</option>', '<option value="{value}" selected>{label}</option>'


class QuickSelect(forms.Select):
    """A select written in one go: Django renders each option by a template, which a page of filters feels."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(one) for one in self.format_value(value)}
        rows = []
        for group, options, _ in self.optgroups(name, list(chosen), attrs):
            written = format_html_join(
                "",
                "{}",
                ((format_html(CHOSEN if str(one["value"]) in chosen else OPTION, **one),) for one in options),
            )
            rows.append(format_html('<optgroup label="{}">{}</optgroup>', group, written) if group else written)
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, format_html_join("", "{}", ((row,) for row in rows)))


class RankedSelects(forms.SelectMultiple):
    """Several choices in their order, as one select per place; works without a script."""

    template_name = "forms/ranked_selects.html"
    use_fieldset = True

    def __init__(self, *args, places: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen = [str(one) for one in value or () if str(one)]
        rows = max(self.places, len(chosen))
        context["widget"]["places"] = [
            {"place": place, "chosen": chosen[place - 1] if place <= len(chosen) else ""}
            for place in range(1, rows + 1)
        ]
        context["widget"]["options"] = [(str(key), label) for key, label in self.choices]
        return context

    def id_for_label(self, id_, index=None):
        return ""


class RankedChoiceField(forms.ModelMultipleChoiceField):
    """Records in the order in which they were chosen; `clean` answers a list."""

    def __init__(self, queryset, *, places: int, **kwargs):
        super().__init__(queryset, widget=RankedSelects(places=places), **kwargs)

    def clean(self, value):
        keys = list(dict.fromkeys(str(one) for one in value or () if str(one)))
        found = {str(record.pk): record for record in super().clean(keys)}
        return [found[key] for key in keys]

    def has_changed(self, initial, data):
        return [str(one) for one in initial or ()] != [str(one) for one in data or () if str(one)]


def typed(parse, text):
    """Read a typed value with a spreadsheet's reader, so that a page and a file accept the same writings."""
    try:
        return parse(text)
    except ValueProblem as problem:
        raise forms.ValidationError(problem.message) from problem


class SheetFile(forms.FileField):
    """An uploaded list; its size is refused before anything is read."""

    widget = forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv"})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                f"ファイルが大きすぎます（{file.size / 1048576:.0f}MB）。"
                f"{settings.UPLOAD_MAX_BYTES // 1048576}MBまでに分けてください。"
            )
        return file


# What no scanned paper has and a trap does: a page or a program inside a picture, actions inside a PDF.
TRAPS = re.compile(rb"<script|<html|<!doctype|/JavaScript|/Launch|/EmbeddedFile|EICAR-STANDARD", re.IGNORECASE)


def refuse_traps(file) -> None:
    """Refuse a picture or a PDF that would do something when it is opened."""
    content = file.read()
    file.seek(0)
    if TRAPS.search(content):
        raise forms.ValidationError(
            "プログラムやほかのファイルが入っています。紙を画像（PNG・JPEG）にして入れてください。"
        )


class ScanFile(forms.FileField):
    """A scanned paper or a picture of a page: PNG, JPEG or PDF by its content, whatever its name says."""

    widget = forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.pdf"})
    KINDS = (
        (b"\x89PNG", "image/png", ".png"),
        (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
        (b"%PDF", "application/pdf", ".pdf"),
    )
    MOST_BYTES = 10 * 1024 * 1024

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        head = file.read(8)
        file.seek(0)
        found = [(kind, ending) for mark, kind, ending in self.KINDS if head.startswith(mark)]
        if not found:
            raise forms.ValidationError("画像（PNG・JPEG）かPDFにしてください。")
        if file.size > self.MOST_BYTES:
            raise forms.ValidationError("10MBまでにしてください。")
        refuse_traps(file)
        file.content_type, file.ending = found[0]
        return file
