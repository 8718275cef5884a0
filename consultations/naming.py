"""How the other side of a consultation or a promise is named on the screen, for eyes with and without need."""

from consultations.models import Consultation, FollowUp
from consultations.taking import With
from jobseekers.models import Jobseeker
from privacy.declarations import mask


def person_name(person: Jobseeker, user) -> str:
    """The name of a person, masked for roles that may not read people."""
    return person.name if Jobseeker.personal_fields.readable_by(user) else mask(person.name)


def name_of(who: With, user) -> str:
    """The name of a record that was picked as the other side."""
    if who.jobseeker:
        return person_name(who.jobseeker, user)
    return (who.establishment or who.agency).name


def party_name(consultation: Consultation, user) -> str:
    """Whom a consultation was with."""
    if consultation.establishment:
        return consultation.establishment.name
    if consultation.jobseeker:
        name = person_name(consultation.jobseeker, user)
        if consultation.party == Consultation.Party.JOBSEEKER:
            return name
        return f"{name}（{consultation.get_party_display()}）"
    if consultation.agency:
        return consultation.agency.name
    return consultation.caller or consultation.get_party_display()


def promised_to(follow_up: FollowUp, user) -> str:
    """To whom something was promised."""
    if follow_up.establishment:
        return follow_up.establishment.name
    if follow_up.jobseeker:
        return person_name(follow_up.jobseeker, user)
    return party_name(follow_up.consultation, user) if follow_up.consultation else ""
