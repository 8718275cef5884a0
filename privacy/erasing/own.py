"""How the tables of the centre and of privacy itself are erased."""

from django.contrib.sessions.models import Session
from django.db.models import Model, Q

from centre.models import Draft, Job, Qualification, SavedFilter, Submission, Training
from privacy.erasing.identifiers import in_text
from privacy.erasing.log_words import keep_provable
from privacy.erasing.ways import GONE, Sql, blanked, declare, deleted, gone_if_said, tells_of_nobody
from privacy.models import (
    AccessLog,
    ChecklistRecord,
    EntryDocument,
    Incident,
    IncidentEvidence,
    IncidentMeasure,
    IncidentNote,
    IncidentReport,
    Provision,
    RegisterEntry,
    ReturnPackage,
    RightsCorrection,
    RightsRequest,
)

INCIDENT_WORDS = (
    "what",
    "contents",
    "place",
    "circumstances",
    "cause",
    "further_harm",
    "notice_to_people",
    "publication",
    "told_to",
    "conclusion",
    "withdrawn_because",
)
STAFF = "受託者の職員の記録（資格証・研修の資料）。委託で預かった個人情報ではない"


def register() -> None:
    """Drafts, jobs, filters, sessions and the words of the access log."""
    _register_incidents()
    _register_requests()
    _register_entries()
    words_of_a_job = in_text("key", "params", "result", "message")
    declare(
        [
            deleted(Draft, of={Model: _drafts}),
            deleted(Submission),
            deleted(SavedFilter, of={Model: in_text("name", "query")}),
            deleted(Session),
            # Who asked for what kind of work and when stays; a job at work is this erasure itself.
            blanked(
                Job,
                {"key": "", "params": {}, "result": {}, "message": "", "file": None},
                of={Model: lambda person: words_of_a_job(person) & ~Q(state__in=["waiting", "running"])},
                within=~Q(state__in=["waiting", "running"]),
                files=("file",),
            ),
            blanked(
                AccessLog,
                {"detail": "", "reason": ""},
                of={Model: in_text("detail", "reason")},
                within=~Q(detail="", reason=""),
                note=keep_provable,
            ),
            # To whom kind, which items and on what kind of ground stays; words in which a person could be named go.
            blanked(
                Provision,
                {
                    "recipient": Sql(f"CASE WHEN recipient_kind = 'person' THEN '{GONE}' ELSE recipient END"),
                    "purpose": GONE,
                    **gone_if_said("basis", "cancelled_reason"),
                },
                of={Model: _provided},
                # What a package was handed over for is the same for all of them, and stays as the proof of the return.
                within=Q(returned=None),
            ),
            # Its file goes when the erasure is finished: until then it says what to look for.
            tells_of_nobody(ReturnPackage, "返還した一式の照合値だけ（ファイルは検査のあとに消す）"),
            tells_of_nobody(ChecklistRecord, "点検の記録。点検した職員の名だけ（委託で預かった個人情報ではない）"),
            tells_of_nobody(Qualification, STAFF),
            tells_of_nobody(Training, STAFF),
        ]
    )


def _register_incidents() -> None:
    """That there was an incident, when, of what kind and how many it concerned stays; words and papers go."""
    declare(
        [
            blanked(Incident, gone_if_said(*INCIDENT_WORDS)),
            deleted(IncidentEvidence, files=("file",)),
            blanked(IncidentMeasure, {"words": GONE, **gone_if_said("outcome")}),
            deleted(IncidentNote),
            deleted(IncidentReport, files=("pdf", "workbook")),
        ]
    )


def _register_entries() -> None:
    """That something was asked, permitted, received or answered, and when, stays; words and papers go."""
    words = ("subject", "counterpart", "answer", "result", "remark")
    declare(
        [
            blanked(
                RegisterEntry,
                {**gone_if_said(*words), "details": {}},
                of={Model: in_text(*words, "details")},
            ),
            deleted(EntryDocument, files=("file",)),
        ]
    )


def _register_requests() -> None:
    """That somebody asked for something, when, and what the prefecture decided stays; names and words go."""
    declare(
        [
            blanked(
                RightsRequest,
                {"requester_name": GONE, "what": GONE, **gone_if_said("contact", "instruction", "outcome")},
                of={Model: lambda person: _asked_about(person) | in_text("requester_name", "contact", "what")(person)},
            ),
            blanked(
                RightsCorrection,
                {"before": GONE, "after": ""},
                of={Model: lambda person: Q(request__in=RightsRequest.objects.filter(_asked_about(person)))},
            ),
        ]
    )


def _asked_about(person: Model) -> Q:
    return Q(subject=person._meta.label, subject_id=person.pk)


def _provided(person: Model) -> Q:
    about = Q(subject=person._meta.label, subject_id=person.pk)
    return about | in_text("recipient", "purpose", "basis", "cancelled_reason")(person)


def _drafts(person: Model) -> Q:
    """What was typed about the person, on the person's own pages or with the person's name in it."""
    page = person.get_absolute_url() if hasattr(person, "get_absolute_url") else None
    return in_text("data")(person) | (Q(form__startswith=page) if page else Q(pk__in=[]))
