"""How the tables of the consultations are erased: that somebody was served, when and about what stays counted."""

from consultations.models import (
    Consultation,
    FollowUp,
    MailAttachment,
    MailRound,
    RecordDocument,
    RecordMail,
)
from employers.erasing import at_the_employer
from employers.models import Contact
from jobseekers.models import Jobseeker
from privacy.erasing.ways import GONE, Sql, blanked, declare, deleted, linked

# An employer that is not registered must be called something (constraint).
CALLER = Sql(f"CASE WHEN party = 'employer' AND establishment_id IS NULL THEN '{GONE}' ELSE '' END")


def register() -> None:
    """The log, promises, mails and documents."""
    theirs = linked("jobseeker")
    declare(
        [
            blanked(
                Consultation,
                {"caller": CALLER, "summary": "", "note": ""},
                of={Jobseeker: theirs, Contact: at_the_employer("establishment", "caller", "summary", "note")},
            ),
            blanked(
                FollowUp,
                {"what": GONE, "outcome": ""},
                of={
                    Jobseeker: linked("jobseeker", "consultation__jobseeker"),
                    Contact: at_the_employer("establishment", "what", "outcome"),
                },
            ),
            blanked(MailRound, {"conditions": ""}),
            deleted(
                RecordMail,
                of={Jobseeker: theirs, Contact: at_the_employer("establishment", "to_address", "subject", "body")},
            ),
            deleted(
                MailAttachment,
                of={
                    Jobseeker: linked("mail__jobseeker", "document__jobseeker"),
                    Contact: at_the_employer("mail__establishment", "mail__to_address", "mail__subject", "mail__body"),
                },
            ),
            deleted(RecordDocument, of={Jobseeker: theirs}, files=("file",)),
        ]
    )
