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


def test_a_choice_that_must_be_made_offers_no_empty_radio():
    """The model's blank choice 「---------」 is no answer; where leaving open is an answer it stays."""

    class Asked(forms.Form):
        must = forms.ChoiceField(choices=[("", "---------"), ("a", "開示")], widget=forms.RadioSelect)
        may = forms.ChoiceField(choices=[("", "わからない"), ("a", "はい")], widget=forms.RadioSelect, required=False)

    page = str(Asked())
    assert "---------" not in page
    assert "わからない" in page
