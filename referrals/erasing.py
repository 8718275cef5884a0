"""How the tables of the referrals are erased, and what the registers of a licensed placement keep for two years."""

from datetime import date

from django.db.models import Max, Q, QuerySet

from employers.erasing import at_the_employer
from employers.models import Contact
from jobseekers.models import Jobseeker
from privacy.erasing.ways import (
    GONE,
    Hold,
    Law,
    Sql,
    blanked,
    declare,
    declare_hold,
    deleted,
    gone_if_said,
    linked,
    tells_of_nobody,
)
from referrals.models import (
    ApplicationEvidence,
    EventGuest,
    EventOutcome,
    Handoff,
    HandoffLink,
    Letter,
    LinkUse,
    Referral,
    Relocation,
    RetentionCheck,
    StageStep,
)

# Once the registers' two years are over nothing is held; the columns of the registers are in `registers.PEOPLE`.
REGISTER_COLUMNS = ("name", "kana", "name_key", "birth_date", "city")
REGISTERS = "求人管理簿・求職管理簿（求職者の氏名・住所・生年月日・取扱状況）"
GROUND = "職業安定法施行規則 第24条の7・第25条（完結の日から2年間の保存）"


def register() -> None:
    """Courses, letters, hand-offs and events."""
    theirs = {Jobseeker: linked("jobseeker")}
    of_their_course = {Jobseeker: linked("referral__jobseeker")}
    declare(
        [
            blanked(Referral, {"note": ""}, of=theirs),
            blanked(
                StageStep,
                {"note": Sql("CASE WHEN kind IN ('corrected', 'taken_back') THEN '" + GONE + "' ELSE '' END")},
                of=of_their_course,
            ),
            tells_of_nobody(ApplicationEvidence, "応募日と掲載履歴の番号だけ（移住支援金の証拠）"),
            blanked(
                Relocation,
                {"moved_from_city": "", "household": None, "moved_on": None, "applied_on": None, "granted_on": None},
                of=of_their_course,
            ),
            blanked(RetentionCheck, {"note": ""}, of=of_their_course),
            blanked(
                Letter,
                {
                    "content": Sql(f"jsonb_set(content, '{{person}}', to_jsonb('{GONE}'::text))"),
                    **gone_if_said("void_reason"),
                },
                of=of_their_course,
            ),
            blanked(
                Handoff,
                {"items": "", "message": "", "result": ""},
                of={
                    Jobseeker: linked("jobseeker", "consultation__jobseeker"),
                    Contact: at_the_employer("establishment", "items", "message", "result"),
                },
            ),
            # A page of an erased person answers nobody any more.
            deleted(HandoffLink, of={Jobseeker: linked("handoff__jobseeker", "handoff__consultation__jobseeker")}),
            deleted(
                LinkUse, of={Jobseeker: linked("link__handoff__jobseeker", "link__handoff__consultation__jobseeker")}
            ),
            blanked(EventGuest, {"names": ""}, of=theirs | {Contact: at_the_employer("establishment", "names")}),
            blanked(
                EventOutcome,
                {"note": Sql(f"CASE WHEN kind = 'other' THEN '{GONE}' ELSE '' END")},
                of={
                    Jobseeker: linked("guest__jobseeker", "referral__jobseeker", "consultation__jobseeker"),
                    Contact: at_the_employer("guest__establishment", "note"),
                },
            ),
        ]
    )
    law = Law(REGISTERS, GROUND, _last_day)
    declare_hold(Hold(Jobseeker, _in_a_register, law, REGISTER_COLUMNS))
    declare_hold(Hold(Letter, _of_a_kept_course, Law("紹介状の控え", GROUND, _last_day_of_letters)))


def _in_a_register(day: date) -> Q:
    return Q(pk__in=Referral.objects.kept_for_registers(day).values("jobseeker"))


def _of_a_kept_course(day: date) -> Q:
    return Q(referral__in=Referral.objects.kept_for_registers(day))


def _last_day(people: QuerySet) -> date | None:
    courses = Referral.objects.filter(jobseeker__in=people.values("pk"), letters__isnull=False)
    return courses.aggregate(last=Max("keep_until"))["last"]


def _last_day_of_letters(letters: QuerySet) -> date | None:
    return letters.aggregate(last=Max("referral__keep_until"))["last"]
