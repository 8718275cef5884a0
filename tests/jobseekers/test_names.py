"""Names as people write them: long, of one part, with marks and rare characters; kept as written, found, printed."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from centre.documents.fonts import missing
from centre.roles import Role
from jobseekers.models import Jobseeker
from jobseekers.person_names import person_key
from postings.eligibility.orientation import judged
from postings.eligibility.orientation_pdf import write_orientation
from postings.models import RelocationFacts
from tests.factories.centre import UserFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.people_pages import expect, logged_in, send

LONG = "Kakū Maria Fernanda de los Ángeles Mihon y Sample-Example van der Kasō Alejandra Guadalupe Kakuzō"
NAMES = {
    LONG: ["Guadalupe", "maria fernanda", "kakuzo", "de los angeles"],
    "スハルト": ["スハルト", "すはると"],
    "𠮷野 架空": ["吉野", "𠮷野"],
    "葛󠄀城 見本": ["葛城"],
    "髙﨑 見本": ["高崎", "髙﨑"],
    "Nguyễn Văn Kakū": ["nguyen van kaku", "NGUYỄN"],
    "か\u3099くう 花子": ["がくう"],
    "O’Kaku・Mihon": ["okaku", "O'Kaku"],
}


def test_the_long_name_is_longer_than_eighty_letters():
    assert len(LONG) > 80


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_as_written_and_found_by_every_way_to_type_it(name):
    client, _ = logged_in(Role.COUNSELLOR)
    given = {"name": name, "gender": "not_answered", "wished_timing": "undecided", "version": 1}
    person = JobseekerFactory()
    expect(send(client, f"/jobseekers/{person.pk}/edit/", **given), 302)
    assert Jobseeker.objects.get().name == name
    for typed in NAMES[name]:
        assert list(Jobseeker.objects.search(typed)) == [person], typed


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["グエンヴァン", "グエン・ヴァン", "ぐえんゔぁん", "ｸﾞｴﾝ"])
def test_kana_with_a_middle_dot_is_found_without_it(typed):
    client, _ = logged_in(Role.COUNSELLOR)
    person = JobseekerFactory()
    given = {"name": "NGUYEN VAN", "kana": "ｸﾞｴﾝ・ヴァン", "gender": "not_answered", "wished_timing": "undecided"}
    expect(send(client, f"/jobseekers/{person.pk}/edit/", **given, version=1), 302)
    assert list(Jobseeker.objects.search(typed)) == [person]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_printed_whole(name):
    person = JobseekerFactory(name=name)
    record = RelocationFacts(jobseeker=person, noted_by=UserFactory())
    pdf = write_orientation(person, record, judged({}, person.registered_on))
    page = PdfReader(io.BytesIO(pdf)).pages
    assert len(page) == 1
    assert missing(name) == ""
    printed = "".join(page[0].extract_text().split())
    expected = unicodedata.normalize("NFC", name).replace("\U000e0100", "")
    assert "".join(expected.split()) in printed


@given(st.text())
def test_a_key_is_the_same_for_every_form_of_the_same_text(text):
    assert person_key(unicodedata.normalize("NFD", text)) == person_key(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="aeiouyncs"), st.lists(st.sampled_from("\u0300\u0301\u0302\u0303\u0308\u0323"), max_size=3))
def test_marks_on_latin_letters_do_not_matter(letters, marks):
    marked = "".join(letter + "".join(marks) for letter in letters)
    assert person_key(marked) == person_key(letters)


def test_the_marks_of_kana_do_matter():
    assert person_key("かき") != person_key("がき")
