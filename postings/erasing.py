"""How the tables of the postings are erased: ledger, vetting and their evidence tell of jobs and stay as they are."""

from employers.erasing import at_the_employer
from employers.models import Contact
from jobseekers.models import Jobseeker
from postings.models import (
    CourseDocument,
    Finding,
    ListingEvidence,
    PublicationEvent,
    Reconciliation,
    RelocationFacts,
    RenewalCall,
    RenewalInquiry,
    RenewalMail,
    SelfDeclaration,
)
from privacy.erasing.ways import blanked, declare, deleted, linked, tells_of_nobody

EVIDENCE = "掲載・精査の証拠。公開された求人と法人の記録で、人を含まない"


def register() -> None:
    """Mails about renewals, papers that name people, and what was asked for the relocation subsidy."""
    declare(
        [
            deleted(RelocationFacts, of={Jobseeker: linked("jobseeker")}),
            blanked(
                RenewalMail,
                {"contact": None, "to_address": "", "subject": "", "body": "", "token_hash": ""},
                of={Contact: _mails},
            ),
            blanked(
                RenewalInquiry,
                {"answer_note": ""},
                of={Contact: at_the_employer("posting__establishment", "answer_note")},
            ),
            tells_of_nobody(RenewalCall, "電話をした日時と結果の記号だけ"),
            blanked(CourseDocument, {"file": None}, files=("file",)),
            blanked(SelfDeclaration, {"paper": None}, files=("paper",)),
            tells_of_nobody(ListingEvidence, EVIDENCE),
            tells_of_nobody(PublicationEvent, EVIDENCE),
            tells_of_nobody(Finding, EVIDENCE),
            tells_of_nobody(Reconciliation, "公開サイトの一覧"),
        ]
    )


def _mails(contact: Contact):
    named = at_the_employer("establishment", "to_address", "body")
    return linked("contact")(contact) | named(contact)
