"""How the tables of the employers are erased: people at employers go, workplaces and what was done for them stay."""

from django.db.models import Q

from employers.models import (
    Attempt,
    CampaignMail,
    Contact,
    Corporation,
    Establishment,
    ImportBatch,
    ImportEffect,
    ImportLine,
    Visit,
)
from privacy.erasing.identifiers import in_text
from privacy.erasing.ways import blanked, declare, declare_shown, deleted, linked


def register() -> None:
    """Contacts, and what was said, written and brought in with them."""
    declare_shown(Corporation, "name", "kana")
    declare_shown(Establishment, "name", "kana", "phone", "email")
    declare(
        [
            deleted(Contact, of={Contact: linked("pk")}),
            blanked(
                Visit,
                {"met": "", "learnt": "", "next_step": ""},
                of={Contact: at_the_employer("establishment", "met", "learnt", "next_step")},
            ),
            blanked(
                Attempt,
                {"note": "", "answers": {}},
                of={Contact: at_the_employer("case__establishment", "note", "answers")},
            ),
            blanked(
                CampaignMail,
                {"to_address": "", "subject": "", "body": ""},
                of={Contact: at_the_employer("case__establishment", "to_address", "body")},
            ),
            deleted(ImportBatch, files=("file",)),
            deleted(ImportLine, of={Contact: in_text("cells", "values", "changes", "suspects")}),
            # An import whose people are erased cannot be undone any more.
            blanked(ImportEffect, {"before": None, "after": {}}, of={Contact: _brought_in}),
        ]
    )


def at_the_employer(path: str, *fields: str):
    """The rows of the person's employer in which the person is named."""
    named = in_text(*fields)

    def of(contact: Contact) -> Q:
        return Q(**{path: contact.establishment_id}) & named(contact)

    return of


def _brought_in(contact: Contact) -> Q:
    return Q(model=Contact._meta.label, record_id=contact.pk)
