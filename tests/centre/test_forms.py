"""Fields of the product that differ from Django's own."""

from django import forms
from django.test import SimpleTestCase

from centre.forms import QuickSelect

CHOICES = [("", "すべて"), ("組", [("a.1", "いち <b>"), ("a.2", "に")]), ("b", "さん")]


def both(value):
    """The same select, written by Django and by us."""
    attrs = {"id": "id_x", "aria-describedby": "help", "disabled": False}
    ours, theirs = QuickSelect(choices=CHOICES), forms.Select(choices=CHOICES)
    return ours.render("x", value, attrs), theirs.render("x", value, attrs)


def test_a_quick_select_is_the_select_of_django():
    for value in ("", None, "a.1", "b", "<script>", "zz"):
        ours, theirs = both(value)
        SimpleTestCase().assertHTMLEqual(ours, theirs)


def test_a_quick_select_of_a_required_field_keeps_its_marks():
    class Form(forms.Form):
        one = forms.ChoiceField(choices=CHOICES, widget=QuickSelect(attrs={"class": "short"}))

    text = str(Form({"one": "b"})["one"])
    assert 'class="short"' in text
    assert "required" in text
    assert '<option value="b" selected>' in text
