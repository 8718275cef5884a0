"""Nothing about a person is kept without being declared: the register of processing is complete."""

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import BooleanField, ForeignKey, ManyToManyField

from centre.roles import Role
from privacy.declarations import declared, mask
from privacy.processing import register_of_processing
from tests.people_pages import logged_in

USUAL = re.compile(
    r"name|kana|phone|mail|birth|gender|address|^city$|postal|residence|nationality|caller|^met$|note|comment|summary"
    r"|wishes|learnt|outcome|^what$|items|result$|reason|salary|family|relation"
)

# Fields whose name sounds like a person but that hold none, each with the ground.
NOT_PERSONAL = {
    "centre.Backup.name": "the name of a backup, made of its instant",
    "centre.Closure.name": "the name of a holiday",
    "centre.Contract.contractor_address": "the seat of a company",
    "centre.Contract.phone": "the counter's own number",
    "centre.Draft.data": "what its own user typed, seen by nobody else and discarded on saving",
    "centre.Job.result": "counts and keys of a piece of work",
    "centre.Job.result_url": "an address of the product",
    "centre.KeyDestruction.key_names": "names of keys, made of instants",
    "centre.KeyDestruction.reason": "why the contract's keys are destroyed",
    "centre.StoredFile.name": "the name of a file",
    "centre.User.email": "staff, kept under the contract of employment; shown to administrators only",
    "centre.User.name": "staff, named in every record they make",
    "employers.Corporation.kana": "a company",
    "employers.Corporation.name": "a company",
    "employers.Corporation.name_key": "a company",
    "employers.Establishment.address": "a workplace",
    "employers.Establishment.address_key": "a workplace",
    "employers.Establishment.email": "the general address of a workplace",
    "employers.Establishment.kana": "a workplace",
    "employers.Establishment.kana_key": "a workplace",
    "employers.Establishment.name": "a workplace",
    "employers.Establishment.name_key": "a workplace",
    "employers.Establishment.note": "about a workplace",
    "employers.Establishment.phone": "the general number of a workplace",
    "employers.Establishment.phone_key": "the general number of a workplace",
    "employers.Establishment.postal_code": "a workplace",
    "privacy.DeletionItem.outcome": "one of a few outcomes of a deletion",
    "privacy.RetentionHold.reason": "why a record stays; the form asks for no name",
    "privacy.Provision.cancelled_reason": "why something was not given after all; names nobody",
    "privacy.Provision.items": "which kinds of field were given",
    "centre.ExportLayout.name": "the name of a layout of columns",
    "centre.SavedFilter.name": "the name of a filter",
    "consultations.MailAttachment.mail": "which mail a document goes with",
    "employers.Attempt.outcome": "one of a few outcomes of a call",
    "employers.NotTheSame.note": "why two workplaces differ",
    "employers.PlannedVisit.reason": "why a workplace is worth a trip",
    "employers.Registration.items": "which kinds of field may be shown",
    "employers.Renewal.items": "which kinds of field may be shown",
    "employers.SchemeNotice.reaction": "what a company said of a scheme",
    "employers.SuspectedPair.reasons": "why two workplaces look alike",
    "employers.ImportRun.file_name": "the name of a file",
    "employers.ImportRun.summary": "counts of rows",
    "employers.Registration.end_reason": "why an employer left the register",
    "employers.Shareholder.name": "a company that holds shares",
    "jobseekers.Jobseeker.name_key": "the declared name, folded for searching; leaves with it",
    "jobseekers.Jobseeker.phone_key": "the declared number, folded for searching; leaves with it",
    "referrals.CentreEvent.cancelled_reason": "why an event did not take place",
    "privacy.ReturnPackage.name": "the name of a file",
    "privacy.AccessLog.address": "the network address of a member of staff",
    "privacy.AccessLog.reason": "a member of staff's words about their own look",
}
MASTERS = {
    "centre.Industry",
    "centre.Municipality",
    "centre.Occupation",
    "centre.PartnerAgency",
    "centre.Prefecture",
    "centre.TokyoWard",
    "employers.Scheme",
    "jobseekers.ResidenceStatus",
    "postings.MinimumWage",
}
ROOMS = (
    "centre",
    "privacy",
    "employers",
    "jobseekers",
    "postings",
    "consultations",
    "referrals",
    "surveys",
    "reports",
)


def kept_fields():
    """Every field of our own models with a usual name of something personal; copies kept as history follow theirs."""
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS or model._meta.label in MASTERS or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.fields:
            is_link_or_flag = isinstance(field, BooleanField | ManyToManyField) or (
                isinstance(field, ForeignKey) and field.related_model is get_user_model()
            )
            if USUAL.search(field.name) and not is_link_or_flag:
                yield model, field.name


def about_a_posting(label: str) -> bool:
    """Postings, their judgement, the ledger and the reports speak of jobs and figures."""
    return label.startswith(("postings.", "reports."))


def test_every_field_that_sounds_personal_is_declared_or_explained():
    unexplained = []
    for model, name in kept_fields():
        label = f"{model._meta.label}.{name}"
        declared_names = getattr(getattr(model, "personal_fields", None), "labels", {})
        if name not in declared_names and label not in NOT_PERSONAL and not about_a_posting(label):
            unexplained.append(label)
    assert unexplained == []


def test_every_explanation_is_of_a_field_that_exists():
    known = {f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.fields}
    assert set(NOT_PERSONAL) <= known


def test_every_declared_field_exists_on_its_model():
    for model, fields in declared():
        assert set(fields.labels) <= {field.name for field in model._meta.get_fields()}


def test_a_mask_leaves_one_character():
    assert (mask("架空 花子"), mask("")) == ("架＊＊", "")


def test_names_of_people_are_masked_for_roles_without_need():
    declared_on_people = dict(declared())[apps.get_model("jobseekers.Jobseeker")]
    readers = {role for role in Role if declared_on_people.readable_by(get_user_model()(role=role))}
    assert readers == {Role.COUNSELLOR, Role.SUPERVISOR, Role.PRIVACY_MANAGER}


@pytest.mark.django_db
def test_the_register_names_fields_purpose_keeping_and_readers():
    people = next(row for row in register_of_processing() if row.table == "UIJターン就職希望者")
    assert "生年月日" in people.fields
    assert people.readers == ("相談員", "事業統括責任者", "検査員（県）")
    assert people.readers_with_reason == ("個人情報保護責任者",)
    client, _ = logged_in(Role.PRIVACY_MANAGER)
    page = client.get("/privacy/register/").content.decode()
    assert all(row.purpose in page for row in register_of_processing())
