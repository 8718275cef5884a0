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

# The usual words of a form, for a field whose name says nothing.
USUAL_WORDS = re.compile(
    r"氏名|名前|ふりがな|フリガナ|電話|携帯|メール|住所|生年月日|年齢|性別|連絡先|国籍|在留|IP|接続元|本人|家族|続柄|学歴|職歴"
    r"|資格|免許|病|障害|健康|年収|宛先|担当者|代表者|講師|相手|署名"
)

# Fields whose name sounds like a person but that hold none, each with the ground.
NOT_PERSONAL = {
    "centre.Backup.key": "the name of a key",
    "centre.Backup.name": "the name of a backup, made of its instant",
    "centre.Closure.consulted_with": "an office of the prefecture, asked in its function",
    "centre.Closure.name": "the name of a holiday",
    "centre.Contract.contractor_address": "the seat of a company",
    "centre.Contract.contractor_representative": "an office-holder, as in the contract that is public",
    "centre.Contract.phone": "the counter's own number",
    "centre.Contract.renewal_call_days": "a number of days",
    "centre.Contract.rights_answer_days": "a number of days",
    "centre.Contract.rights_forward_days": "a number of days",
    "centre.ExportLayout.name": "the name of a layout of columns",
    "centre.Job.result": "counts and keys of a piece of work",
    "centre.KeyDestruction.key_names": "names of keys, made of instants",
    "centre.KeyDestruction.reason": "why the contract's keys are destroyed",
    "centre.Qualification.kind": "staff, shown to the prefecture as the contract asks; one of a few kinds",
    "centre.SavedFilter.name": "the name of a filter",
    "centre.StoredFile.name": "the name of a file",
    "centre.Training.teacher": "who taught the staff, in that function",
    "centre.User.email": "staff, kept under the contract of employment; shown to administrators only",
    "centre.User.name": "staff, named in every record they make",
    "consultations.Consultation.party": "one of a few kinds of party",
    "employers.Attempt.outcome": "one of a few outcomes of a call",
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
    "employers.ImportRun.file_name": "the name of a file",
    "employers.ImportRun.summary": "counts of rows",
    "employers.NotTheSame.note": "why two workplaces differ",
    "employers.PlannedVisit.reason": "why a workplace is worth a trip",
    "employers.Registration.end_reason": "why an employer left the register",
    "employers.Registration.items": "which kinds of field may be shown",
    "employers.Renewal.items": "which kinds of field may be shown",
    "employers.Shareholder.name": "a company that holds shares",
    "employers.SuspectedPair.reasons": "why two workplaces look alike",
    "jobseekers.Jobseeker.name_key": "the declared name, folded for searching; leaves with it",
    "jobseekers.Jobseeker.phone_key": "the declared number, folded for searching; leaves with it",
    "postings.CertificateRevocation.reason": "why a paper about a listing is void",
    "postings.CourseDocument.title": "the name of a paper of a company",
    "postings.CourseDocumentKind.name": "the name of a kind of paper",
    "postings.CourseStep.note": "what was done for a company",
    "postings.EligibilityCourse.withdrawn_reason": "why a company stepped back",
    "postings.Finding.outcome": "one of a few outcomes of a rule",
    "postings.Finding.reason": "the words of a rule",
    "postings.JobPosting.age_max": "a term of a job",
    "postings.JobPosting.age_min": "a term of a job",
    "postings.JobPosting.age_note": "a term of a job",
    "postings.JobPosting.age_reason": "a term of a job",
    "postings.JobPosting.education": "a term of a job",
    "postings.JobPosting.licences": "a term of a job",
    "postings.JobPosting.sex_limit": "a term of a job",
    "postings.JobPosting.sex_reason": "a term of a job",
    "postings.JobPosting.special_notes": "terms of a job",
    "postings.JobPosting.work_address": "a workplace",
    "postings.ListingCertificate.address": "an address of the product",
    "postings.ListingEvidence.note": "about a copy of a page",
    "postings.PublicationEvent.note": "about a listing",
    "postings.ReconciliationDifference.note": "about a listing",
    "postings.RenewalCall.outcome": "one of a few outcomes of a call",
    "postings.RenewalInquiry.call_on": "a day of work",
    "postings.RevettingNeed.reason": "one of a few reasons",
    "postings.RuleDraft.note": "about a rule",
    "postings.Vetting.decision_note": "about a posting",
    "postings.Vetting.note": "about a posting",
    "privacy.AccessLog.address": "the network address of a member of staff",
    "privacy.AccessLog.reason": "a member of staff's words about their own look",
    "privacy.ChecklistRecord.signed_at": "a moment",
    "privacy.DeletionItem.outcome": "one of a few outcomes of a deletion",
    "privacy.Designation.contact": "staff: how a manager is reached, as reported to the prefecture",
    "privacy.EntryDocument.title": "the name of a paper",
    "privacy.ErasedLogLine.mark": "a number that a machine made",
    "privacy.ErasureCertificate.mark": "a number that a machine made",
    "privacy.Incident.people": "a number of people",
    "privacy.Inspection.officials": "officials of the prefecture, named in their function",
    "privacy.LogSeal.mark": "a number that a machine made",
    "privacy.Provision.cancelled_reason": "why something was not given after all; names nobody",
    "privacy.Provision.items": "which kinds of field were given",
    "privacy.Provision.recipient": "an office that was told",
    "privacy.Provision.recipient_kind": "one of a few kinds of office",
    "privacy.RetentionHold.reason": "why a record stays; the form asks for no name",
    "privacy.ReturnPackage.name": "the name of a file",
    "privacy.RightsCorrection.label": "the name of a field",
    "privacy.RightsRequest.identity_on": "a day",
    "privacy.RightsRequest.identity_paper": "one of a few kinds of paper",
    "referrals.CentreEvent.cancelled_reason": "why an event did not take place",
    "referrals.Handoff.consent_withdrawn_on": "a day, told with the consent it ends",
    "referrals.Handoff.consented_on": "a day, told with the consent",
    "reports.BridgeTerm.reason": "one of a few reasons for a later figure",
    "reports.ExcelForm.cells": "places in a spreadsheet",
    "reports.ExcelForm.name": "the name of a form",
    "reports.PlanItem.figure_label": "the name of a figure",
    "reports.PlanItem.section": "a section of the contractor",
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
            # What a link leads to is declared where it is kept.
            is_link_or_flag = isinstance(field, BooleanField | ManyToManyField | ForeignKey)
            sounds_personal = USUAL.search(field.name) or USUAL_WORDS.search(str(field.verbose_name))
            if sounds_personal and not is_link_or_flag:
                yield model, field.name


def test_every_field_that_sounds_personal_is_declared_or_explained():
    unexplained = []
    for model, name in kept_fields():
        label = f"{model._meta.label}.{name}"
        declared_names = getattr(getattr(model, "personal_fields", None), "labels", {})
        if name not in declared_names and label not in NOT_PERSONAL:
            unexplained.append(label)
    assert unexplained == []


def test_every_explanation_is_needed():
    assert set(NOT_PERSONAL) <= {f"{model._meta.label}.{name}" for model, name in kept_fields()}


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
