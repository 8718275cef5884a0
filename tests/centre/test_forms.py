"""Fields of the product that differ from Django's own."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase

from centre.forms import DayField, MomentField, QuickSelect, ScanFile

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


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1868-01-01", date(1868, 1, 1)),
        ("2200年12月31日", date(2200, 12, 31)),
        ("Ｒ８．１１．２０", date(2026, 11, 20)),
        ("明治45年7月29日", date(1912, 7, 29)),
    ],
)
def test_a_day_is_from_meiji_to_the_year_2200(typed, day):
    assert DayField().clean(typed) == day


@pytest.mark.parametrize("typed", ["1867-12-31", "2201-01-01", "0001-01-01", "9999年12月31日", "99991231"])
def test_a_day_whose_neighbours_may_be_none_is_refused_with_words(typed):
    with pytest.raises(forms.ValidationError, match=f"「{typed}」：.*扱えません"):
        DayField().clean(typed)


@pytest.mark.parametrize(
    "typed", ["2026-11-20T14:03", "2026/11/20 14:03", "２０２６年１１月２０日 １４：０３", "令和8年11月20日14時3分"]
)
def test_a_moment_is_typed_as_the_browser_sends_it_or_as_people_write_it(typed):
    assert MomentField().clean(typed) == datetime(2026, 11, 20, 14, 3, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "0226-11-20T14:03", "9999-12-31T23:59", "2026-11-20T25:00"])
def test_a_moment_that_no_database_gives_back_is_refused_with_words(typed):
    """The first moment of the year 1 in Japan lies before the year 1 elsewhere: no page could read it again."""
    with pytest.raises(forms.ValidationError, match=f"「{typed}」"):
        MomentField().clean(typed)


PNG, JPEG, PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"%PDF-1.7\n"


@pytest.mark.parametrize(
    ("name", "content", "kind", "ending"),
    [
        ("紙.png", PNG, "image/png", ".png"),
        ("写真.JPEG", JPEG, "image/jpeg", ".jpg"),
        ("紙.pdf", PDF, "application/pdf", ".pdf"),
        ("pdf と言う画像.pdf", PNG, "image/png", ".png"),
    ],
)
def test_a_scan_is_what_its_content_says_and_is_whole_for_who_reads_it_next(name, content, kind, ending):
    file = ScanFile().clean(SimpleUploadedFile(name, content, content_type="text/html"))
    assert (file.content_type, file.ending, file.read()) == (kind, ending, content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空"),
        (b"GIF89a", "画像（PNG・JPEG）かPDF"),
        (b" " + PNG, "画像（PNG・JPEG）かPDF"),
        (b"<svg onload='alert(1)'/>", "画像（PNG・JPEG）かPDF"),
        (PNG + b"<SCRIPT>alert(1)</SCRIPT>", "プログラム"),
        (JPEG + b"\x00" * 100_000 + b"<!doctype html>", "プログラム"),
        (PDF + b"<< /S /JavaScript >>", "プログラム"),
        (PDF + b"<< /S /Launch >>", "プログラム"),
        (PDF + b"<< /Type /EmbeddedFile >>", "プログラム"),
        (PNG + b"\x00" * 10 * 1024 * 1024, "10MBまで"),
    ],
)
def test_what_is_no_scan_or_does_something_when_opened_is_refused_with_words(content, told):
    with pytest.raises(forms.ValidationError, match=told):
        ScanFile().clean(SimpleUploadedFile("紙.pdf", content))


def test_a_scan_of_just_ten_megabytes_is_taken():
    assert ScanFile().clean(SimpleUploadedFile("紙.png", PNG.ljust(ScanFile.MOST_BYTES, b"\x00")))
