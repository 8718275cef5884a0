"""A posting as everybody sees it: its terms without a word about a person, on the page and as schema.org data."""

import json
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString, mark_safe

from employers.models import Contact, Corporation, Registration
from postings.models import JobPosting
from postings.public.listing import public_registrations
from postings.public.redaction import without_people

# Texts that staff typed, in the order of the page.
TEXTS = (
    "duties", "duties_scope", "contract_renewal", "trial_period", "work_place_scope", "working_time",
    "fixed_overtime", "insurance", "smoking",
)  # fmt: skip
UNITS = {"hourly": "HOUR", "daily": "DAY", "monthly": "MONTH", "annual": "YEAR"}
# The boundary of the labour statistics between full-time and short-time workers.
FULL_TIME_HOURS = 35


@dataclass(frozen=True)
class PublicPosting:
    """What may be said of a posting; `place` is the municipality, with the street only for a legal entity."""

    pk: int
    title: str
    employer: str
    website: str
    place: str
    street: str
    wage: str
    terms: tuple[tuple[str, str], ...]
    listed_from: date
    listed_until: date | None
    headcount: int
    eligible: bool


def with_people(postings: QuerySet[JobPosting], today: date) -> QuerySet[JobPosting]:
    """Postings with all that `public_posting` reads, in a fixed number of queries."""
    contacts = Prefetch("establishment__contacts", Contact.objects.only("establishment_id", "name"))
    registrations = Prefetch("establishment__registrations", public_registrations(today))
    return postings.select_related(
        "establishment__corporation", "work_municipality", "work_prefecture", "occupation"
    ).prefetch_related(contacts, registrations)


def public_posting(posting: JobPosting) -> PublicPosting:
    """A posting without a word about a person."""
    establishment = posting.establishment
    names = [contact.name for contact in establishment.contacts.all()]
    items = {item for one in establishment.registrations.all() for item in one.items}
    is_entity = establishment.corporation.kind not in ("", Corporation.Kind.SOLE_PROPRIETOR)

    def clean(text: str) -> str:
        return without_people(text, names)

    terms = [(_label(name), clean(getattr(posting, name))) for name in TEXTS if getattr(posting, name)]
    if posting.contract:
        terms.insert(1, ("契約の期間", posting.get_contract_display()))
    if posting.weekly_hours is not None:
        terms.append(("週の所定労働時間", f"{posting.weekly_hours.normalize():f}時間"))
    municipality = posting.work_municipality
    return PublicPosting(
        pk=posting.pk,
        title=clean(posting.title),
        employer=clean(establishment.name),
        website=establishment.website if Registration.Item.WEBSITE in items else "",
        place=municipality.name if municipality else "",
        street=clean(posting.work_address) if is_entity and Registration.Item.ADDRESS in items else "",
        wage=_wage(posting),
        terms=tuple(terms),
        listed_from=posting.listed_from,
        listed_until=posting.listed_until,
        headcount=posting.headcount,
        eligible=bool(posting.listed_eligible),
    )


def structured(posting: JobPosting, shown: PublicPosting, address: str) -> SafeString:
    """The posting as a schema.org JobPosting, ready for a data block of a page."""
    place = {"@type": "PostalAddress", "addressCountry": "JP"}
    if posting.work_prefecture:
        place["addressRegion"] = posting.work_prefecture.name
    if shown.place:
        place["addressLocality"] = shown.place
    if shown.street:
        place["streetAddress"] = shown.street
    organisation = {"@type": "Organization", "name": shown.employer}
    if shown.website:
        organisation["sameAs"] = shown.website
    data = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": shown.title,
        "description": "\n".join(f"{label}：{text}" for label, text in shown.terms) or shown.title,
        "datePosted": shown.listed_from.isoformat(),
        "hiringOrganization": organisation,
        "jobLocation": {"@type": "Place", "address": place},
        "totalJobOpenings": shown.headcount,
        "url": address,
        "directApply": False,
    }
    if shown.listed_until:
        data["validThrough"] = f"{shown.listed_until.isoformat()}T23:59:59+09:00"
    if kinds := _employment(posting):
        data["employmentType"] = kinds
    if salary := _salary(posting):
        data["baseSalary"] = salary
    text = json.dumps(data, ensure_ascii=False)
    return mark_safe(text.translate({ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}))  # noqa: S308


def _employment(posting: JobPosting) -> list[str]:
    """Types of employment that the terms tell; unknown hours tell nothing."""
    kinds = []
    if posting.weekly_hours is not None:
        kinds.append("FULL_TIME" if posting.weekly_hours >= FULL_TIME_HOURS else "PART_TIME")
    if posting.contract == JobPosting.ContractKind.FIXED:
        kinds.append("TEMPORARY")
    return kinds


def _salary(posting: JobPosting) -> dict | None:
    if posting.wage_kind not in UNITS or posting.wage_from_yen is None:
        return None
    value = {"@type": "QuantitativeValue", "unitText": UNITS[posting.wage_kind], "minValue": posting.wage_from_yen}
    if posting.wage_to_yen is not None:
        value["maxValue"] = posting.wage_to_yen
    return {"@type": "MonetaryAmount", "currency": "JPY", "value": value}


def _wage(posting: JobPosting) -> str:
    if not posting.wage_kind or posting.wage_from_yen is None:
        return ""
    upper = f"〜{posting.wage_to_yen:,}円" if posting.wage_to_yen else "から"
    return f"{posting.get_wage_kind_display()} {posting.wage_from_yen:,}円{upper}"


def _label(name: str) -> str:
    return str(JobPosting._meta.get_field(name).verbose_name)
