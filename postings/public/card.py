"""A posting as everybody sees it: its terms without a word about a person, on the page and as schema.org data."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString, mark_safe

from employers.models import Contact, Corporation, Registration
from postings.models import JobPosting
from postings.public.listing import public_registrations
from postings.public.redaction import without_people
from postings.sheets.terms import NOT_TOLD, SECTIONS, in_words, label

# What stands elsewhere on the page, or is shown under a condition, or is no term of employment.
APART = NOT_TOLD | {"title", "work_address", "wage_kind", "wage_from_yen", "wage_to_yen", "headcount"}
NOT_SHOWN = frozenset({"subsidy"})
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
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
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

    municipality = posting.work_municipality
    return PublicPosting(
        pk=posting.pk,
        title=clean(posting.title),
        employer=clean(establishment.name),
        website=establishment.website if Registration.Item.WEBSITE in items else "",
        place=municipality.name if municipality else "",
        street=clean(posting.work_address) if is_entity and Registration.Item.ADDRESS in items else "",
        wage=_wage(posting),
        sections=tuple(_sections(posting, clean)),
        listed_from=posting.listed_from,
        listed_until=posting.listed_until,
        headcount=posting.headcount,
        eligible=bool(posting.listed_eligible),
    )


def _sections(posting: JobPosting, clean: Callable[[str], str]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The terms that are known, by section of the Hello Work form."""
    for section in SECTIONS:
        if section.anchor not in NOT_SHOWN:
            known = [
                (name, words) for name in section.fields if name not in APART and (words := in_words(posting, name))
            ]
            if known:
                yield section.title, tuple((label(name), clean(words)) for name, words in known)


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
    terms = [row for _, rows in shown.sections for row in rows]
    data = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": shown.title,
        "description": "\n".join(f"{name}：{text}" for name, text in terms) or shown.title,
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
    """Types of employment that the terms tell; what is unknown tells nothing."""
    kinds = []
    if posting.weekly_hours is not None:
        kinds.append("FULL_TIME" if posting.weekly_hours >= FULL_TIME_HOURS else "PART_TIME")
    elif posting.employment_type == JobPosting.EmploymentType.PART_TIME:
        kinds.append("PART_TIME")
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
