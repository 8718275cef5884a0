"""Taking an employer into the register: a corporation and one of its establishments."""

from django.db import IntegrityError, transaction

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.tabular.names import address_key, name_key, phone_key
from employers.models import Contact, Corporation, Establishment

ESTABLISHMENT_TAKEN = "同じ法人に、同じ名前と所在地の事業所がすでにあります。"


def set_keys(establishment: Establishment) -> Establishment:
    """Fill the comparison keys from what was typed; what was typed stays as it is."""
    establishment.name_key = name_key(establishment.name)[:120]
    establishment.kana_key = name_key(establishment.kana)[:160]
    establishment.phone_key = phone_key(establishment.phone)[:20]
    establishment.address_key = address_key(establishment.address)[:200]
    return establishment


def enrol(*, corporation: dict, establishment: dict, contact: dict | None = None, by: User) -> Establishment:
    """Enrol an employer that is not in the register yet.

    `corporation` and `establishment` are field values of the models; a known `corporate_number` adds the
    establishment to that corporation. Raises DomainError when the very same establishment is there already.
    """
    with transaction.atomic():
        owner = _corporation(corporation)
        record = set_keys(Establishment(corporation=owner, **establishment))
        _save_once(record)
        if contact and contact.get("name"):
            Contact.objects.create(establishment=record, is_main=True, **contact)
    return record


def add_establishment(corporation: Corporation, *, by: User, **fields) -> Establishment:
    """Add another workplace to a corporation."""
    with transaction.atomic():
        record = set_keys(Establishment(corporation=corporation, **fields))
        _save_once(record)
    return record


def revise_establishment(establishment: Establishment, version: int, *, by: User, **fields) -> Establishment:
    """Change what is known of an establishment. Raises EditConflict when somebody else saved in between."""
    with transaction.atomic():
        record = lock_for_edit(Establishment, establishment.pk, version)
        for name, value in fields.items():
            setattr(record, name, value)
        _save_once(set_keys(record))
    return record


def _corporation(fields: dict) -> Corporation:
    number = fields.get("corporate_number") or None
    if number and (known := Corporation.objects.filter(corporate_number=number).first()):
        return known
    try:
        with transaction.atomic():
            return Corporation.objects.create(
                **{**fields, "corporate_number": number, "name_key": name_key(fields["name"])[:120]}
            )
    except IntegrityError as error:
        raise DomainError("法人番号を確かめてください（13桁・検査数字）。", "corporate_number") from error


def _save_once(record: Establishment) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise DomainError(ESTABLISHMENT_TAKEN, "name") from error


def add_contact(establishment: Establishment, *, by: User, **fields) -> Contact:
    """Add a person at the establishment; a new main contact takes the place of the one before."""
    try:
        with transaction.atomic():
            if fields.get("is_main"):
                establishment.contacts.filter(is_main=True).update(is_main=False)
            return Contact.objects.create(establishment=establishment, **fields)
    except IntegrityError as error:
        raise DomainError("この事業所には同じ名前の担当者がすでにあります。", "name") from error
