"""Every table that holds personal data, leads to a person or keeps a file says how it is erased."""

import pytest
from django.apps import apps
from django.db.models import Q

from employers.models import Contact
from jobseekers.models import Jobseeker
from privacy.erasing.file_links import links_to_files
from privacy.erasing.ways import GONE, Kind, all_ways
from privacy.models import Erasable
from referrals.models import Letter
from reports.past import SOURCES

WAYS = {way.model: way for way in all_ways()}
# Codes of a list, which name nobody: they are counted, or a register asks for them.
CODES = {
    "referrals.StageStep.reason",
    "referrals.RetentionCheck.result",
    "referrals.RetentionCheck.left_on",
    "jobseekers.Jobseeker.birth_date",
}


def is_history(model) -> bool:
    return hasattr(model, "pgh_tracked_model")


def leads_to_a_person() -> set:
    """Every table from which a chain of links leads to somebody."""
    found = {Jobseeker, Contact}
    while True:
        more = {
            model
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model in found and not is_history(model)
        }
        if more <= found:
            return found
        found |= more


def test_every_table_with_personal_data_says_how_it_is_erased():
    personal = {model for model in apps.get_models() if hasattr(model, "personal_fields")}
    silent = (personal | leads_to_a_person() | {model for model, _ in links_to_files()}) - set(WAYS)
    assert sorted(model._meta.label for model in silent) == []


def test_the_history_of_what_is_erased_goes_too():
    for model in apps.get_models():
        if is_history(model) and (way := WAYS.get(model.pgh_tracked_model)) and way.changes:
            assert WAYS[model].kind == Kind.DELETED, model


def test_a_personal_field_goes_unless_a_figure_needs_its_code():
    counted = {source.table: set(source.names) for source in SOURCES}
    left = set()
    for model in apps.get_models():
        way = WAYS.get(model)
        if not hasattr(model, "personal_fields") or way is None or way.kind != Kind.BLANKED:
            continue
        for name in model.personal_fields.labels:
            column = model._meta.get_field(name).column
            if name not in way.values and column not in counted.get(model._meta.db_table, set()):
                left.add(f"{model._meta.label}.{name}")
    assert left - CODES == set()


def test_what_figures_are_counted_from_is_never_blanked():
    """The year of birth stays; the past of the records keeps no more of it either."""
    for source in SOURCES:
        way = next((way for way in WAYS.values() if way.table == source.table), None)
        if way is None or not way.changes:
            continue
        assert way.kind == Kind.BLANKED, source.table
        columns = {way.model._meta.get_field(name).column for name in way.values}
        assert columns & set(source.names) <= {"birth_date"}, source.table


def test_ledger_vetting_and_reports_are_out_of_reach():
    untouched = {"postings_publicationevent", "postings_vetting", "postings_finding", "postings_listingevidence"}
    untouched |= {"postings_listingcertificate", "reports_report", "reports_figure", "reports_recordpast"}
    untouched |= {"privacy_logseal", "privacy_erasure", "centre_user"}
    assert untouched & {way.table for way in WAYS.values() if way.changes} == set()


@pytest.mark.django_db
def test_the_database_knows_what_is_declared_and_nothing_more():
    assert set(Erasable.objects.values_list("table", flat=True)) == {way.table for way in WAYS.values() if way.changes}
    person = Erasable.objects.get(table="jobseekers_jobseeker")
    assert GONE in person.assignments
    assert '"name"' not in person.held_assignments
    assert Erasable.objects.get(table=Letter._meta.db_table).held_assignments == ""
    assert Erasable.objects.filter(~Q(removes=True), assignments="").count() == 0
