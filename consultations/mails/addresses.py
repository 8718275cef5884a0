"""The addresses a mail to a record may go to, and what to look at before it goes there."""

from difflib import SequenceMatcher

from django.db.models import Q

from consultations.mails.querysets import whose
from consultations.models import RecordMail
from employers.models import Contact, Establishment
from jobseekers.models import Jobseeker

# Where people's addresses mostly are; one that is nearly the same is probably mistyped.
USUAL_DOMAINS = (
    "gmail.com", "yahoo.co.jp", "docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp", "i.softbank.jp",
    "icloud.com", "outlook.com", "outlook.jp", "hotmail.com", "hotmail.co.jp", "live.jp", "me.com",
)  # fmt: skip
ALIKE = 0.85


def addresses_of(record: Jobseeker | Establishment) -> list[tuple[str, str]]:
    """(address, whose it is) of a record, the first one the usual one; nothing else can be written to."""
    if isinstance(record, Jobseeker):
        known = [(record.email, "本人")]
    else:
        known = [(record.email, "事業所の代表")] + [
            (contact.email, f"担当者 {contact.name}") for contact in record.contacts.all()
        ]
    return list({address.lower(): (address, label) for address, label in reversed(known) if address}.values())[::-1]


def warnings(record: Jobseeker | Establishment, address: str) -> list[str]:
    """What somebody should look at before a mail leaves for an address: first mail, twins, likely slips."""
    found = []
    if not RecordMail.objects.of(record).filter(to_address__iexact=address, sent_at__isnull=False).exists():
        found.append("この宛先に送るのは初めてです。本人・企業から聞いたアドレスと1文字ずつ見比べてください。")
    if count := _others_with(record, address):
        found.append(f"同じアドレスが、ほかの{count}件の登録にもあります。宛先の取り違えでないか確かめてください。")
    if isinstance(record, Jobseeker) and (count := _namesakes(record)):
        found.append(f"同じ氏名の方が、ほかに{count}人います。電話番号や生年月日で、この方かを確かめてください。")
    if domain := _meant_domain(address):
        found.append(f"「{domain}」の打ちまちがいかもしれません。")
    return found


def _others_with(record, address: str) -> int:
    mine = {whose(record): record.pk}
    people = Jobseeker.objects.filter(email__iexact=address).exclude(pk=mine.get("jobseeker"))
    places = Establishment.objects.filter(Q(email__iexact=address)).exclude(pk=mine.get("establishment"))
    contacts = Contact.objects.filter(email__iexact=address).exclude(establishment=mine.get("establishment"))
    return people.count() + places.count() + contacts.count()


def _namesakes(person: Jobseeker) -> int:
    return Jobseeker.objects.open().filter(name_key=person.name_key).exclude(pk=person.pk).count()


def _meant_domain(address: str) -> str:
    """The usual domain that one looks like without being it; empty for every other."""
    domain = address.rpartition("@")[2].lower()
    if domain in USUAL_DOMAINS:
        return ""
    return next((one for one in USUAL_DOMAINS if SequenceMatcher(None, domain, one).ratio() >= ALIKE), "")
