"""Every form of the product under attack: fields it does not offer (T10), hostile values (T12), files made to hurt
(T14), scripts and formulas in every text (T11, T13).

The forms are found on the pages themselves and filled in until the product takes them, so a new form is attacked the
day it is written. It takes some minutes, so the suite leaves it to `make attack-forms`. The same scripts in a browser:
tests/browser/scripts_in_forms.py.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from centre import jobs
from centre.models import Job, PartnerAgency, StoredFile, User
from centre.roles import Role
from employers.export_columns import EMPLOYERS
from jobseekers.models import Jobseeker
from postings.lists.export_columns import POSTINGS
from postings.models import JobPosting
from privacy.exporting import ask_export
from referrals.events.export_columns import GUESTS
from referrals.matching.export_columns import PEOPLE_FOR, POSTINGS_FOR
from referrals.partners.partner_file import PARTNER_FILE
from tests.opened_files import opened
from tests.security.adding import added
from tests.security.attacking import Tally, post, send_to_fields, walk
from tests.security.filling import errors, is_taken, undone
from tests.security.hostile_files import HOSTILE_FILES
from tests.security.poisoning import dangers_of_file, looked_at, poison
from tests.security.written import differences, rows_written

pytestmark = pytest.mark.django_db
KEY = "00000000-0000-4000-8000-00000000abcd"
# The evidence of an incident is kept as it was found, whatever it is; the sample page keeps nothing.
KEEPS_ANYTHING = {"privacy:incident_evidence", "styleguide"}


def test_no_form_writes_a_field_that_it_does_not_offer(every_form, at_the_counter):
    taken, fields, changed = 0, 0, {}
    for one in every_form:
        if one.values is None:
            continue

        def send(more, one=one):
            return rows_written(lambda: post(one.client, one.form, more | one.values, KEY))

        _, rows = send({})
        _, again = send({})
        more = added(one.form, one.values, rows)
        answer, other = send(more)
        if is_taken(answer):
            taken, fields = taken + 1, fields + len(more)
            if found := differences(rows, again, other):
                changed[one.form.name] = found[:5]
    assert changed == {}
    assert (len(every_form) > 170, taken > 60, fields > 2000) == (True, True, True), (len(every_form), taken, fields)


def test_no_form_breaks_on_a_value(every_form, at_the_counter):
    tally = Tally()
    send_to_fields([(one.client, one.form) for one in every_form], tally)
    assert tally.broken == {}
    assert (tally.pages > 170, tally.parameters > 1200) == (True, True), tally


def test_no_form_keeps_a_file_that_is_made_to_hurt(every_form, at_the_counter):
    kept, tried = [], 0
    taking_files = [one for one in every_form if one.files and one.form.name not in KEEPS_ANYTHING]
    for one in taking_files:
        for kind, (name, content) in HOSTILE_FILES.items():
            tried += 1
            with undone():
                before = StoredFile.objects.count()
                files = {field: SimpleUploadedFile(name, content) for field in one.files}
                answer = one.client.post(one.form.action, {**(one.values or {}), "submission_key": KEY, **files})
                left = StoredFile.objects.count() - before
            if answer.status_code >= 500 or left or not errors(answer):
                kept.append((one.form.name, kind, answer.status_code, left))
    assert kept == []
    assert tried > 80


def exported(listing, query: str, file_format: str, by: User) -> bytes:
    """The list with all its columns as a file."""
    columns = [{"key": key} for key in listing.offered]
    job = ask_export(
        listing, query=query, columns=columns, file_format=file_format, reason="=1+1", address=None, by=by
    )
    jobs.carry(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    return opened(job)


def about(listing, name: str, model: type, by: User) -> str:
    """The address of a list about one record, for the first record that has a row in it."""
    queries = (f"{name}={pk}" for pk in model.objects.order_by("pk").values_list("pk", flat=True))
    return next(query for query in queries if listing.shown(query, by).rows.exists())


def test_no_typed_text_becomes_a_script_or_a_formula_anywhere(every_form, at_the_counter):
    done = poison(every_form)
    pages = list(walk(at_the_counter))
    assert looked_at(pages) == {}
    by = User.objects.filter(role=Role.SUPERVISOR).first()
    lists = (
        (EMPLOYERS, ""),
        (POSTINGS, ""),
        (GUESTS, ""),
        (POSTINGS_FOR, about(POSTINGS_FOR, "jobseeker", Jobseeker, by)),
        (PEOPLE_FOR, about(PEOPLE_FOR, "posting", JobPosting, by)),
        (PARTNER_FILE, about(PARTNER_FILE, "agency", PartnerAgency, by)),
    )
    for listing, query in lists:
        for file_format in ("csv_utf8", "csv_cp932", "xlsx"):
            content = exported(listing, query, file_format, by)
            assert list(dangers_of_file(content, file_format)) == [], (listing.key, file_format)
    assert (len(done.forms) > 60, done.fields > 150, len(pages) > 250) == (True, True, True), (done, len(pages))
