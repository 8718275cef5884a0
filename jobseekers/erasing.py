"""How the tables of the jobseekers are erased: the row stays for the figures, without what names the person."""

from django.urls import reverse

from centre.registry import RecordLink, registry
from jobseekers.models import (
    CaseConference,
    Circumstances,
    Consent,
    Jobseeker,
    SupportGoal,
    SupportPlan,
    SupportReview,
    TurnDecision,
    WishedOccupation,
    WishSummary,
    WorkExperience,
)
from privacy.erasing.ways import GONE, Sql, blanked, declare, deleted, linked, tells_of_nobody

# What the figures are counted from stays: gender, year of birth, prefecture, U/I/J, wished occupation, place and time.
BLANK = {
    "name": GONE,
    "kana": "",
    "name_key": "",
    "phone": "",
    "phone_key": "",
    "email": "",
    "birth_date": Sql("date_trunc('year', birth_date)::date"),
    "city": "",
    "residence_status": None,
    "residence_until": None,
    "least_wage_kind": "",
    "least_wage_yen": None,
    "weekly_hours_from": None,
    "weekly_hours_to": None,
    "wishes_indefinite": None,
    "wishes_car_commute": None,
    "licences": "",
    "starts_from": None,
    "wishes": "",
    "closed_on": Sql("coalesce(closed_on, greatest(registered_on, (now() AT TIME ZONE 'Asia/Tokyo')::date))"),
}


def register() -> None:
    """People, their wishes, their circumstances and the support they were given."""
    registry.add(RecordLink(Jobseeker._meta.label, "erasure.ask", "この方の記録の消去を申請", _application, 950))
    theirs = {Jobseeker: linked("jobseeker")}
    of_their_plan = {Jobseeker: linked("plan__jobseeker")}
    declare(
        [
            blanked(Jobseeker, BLANK, of={Jobseeker: linked("pk")}),
            tells_of_nobody(WishedOccupation, "希望する職種の記号だけ（統計）"),
            tells_of_nobody(Jobseeker.wished_municipalities.through, "希望する地域の記号だけ（統計）"),
            deleted(Jobseeker.wished_industries.through, of=theirs),
            deleted(WishSummary, of=theirs),
            tells_of_nobody(Consent, "同意した日と方法だけ（同意を得ていた証拠）"),
            deleted(Circumstances, of=theirs),
            deleted(WorkExperience, of=theirs),
            deleted(TurnDecision, of=theirs),
            # Conferences are counted, so they stay with the plan they belong to.
            blanked(SupportPlan, {"assessment": ""}, of=theirs),
            deleted(SupportGoal, of=of_their_plan),
            deleted(SupportReview, of=of_their_plan),
            blanked(CaseConference, {"roles": "", "minutes": ""}, of=of_their_plan),
        ]
    )


def _application(person: Jobseeker) -> str:
    return reverse("privacy:erasure_person", args=[person._meta.label, person.pk])
