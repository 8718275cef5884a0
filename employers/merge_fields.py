"""The fields in braces that the wording of a mail may carry, filled in for each recipient."""

import re
import unicodedata
from collections.abc import Callable, Collection

from centre.errors import DomainError
from employers.models import Establishment

FIELDS = {
    "事業所名": lambda establishment, contact: establishment.name,
    "担当者名": lambda establishment, contact: contact.name if contact else "ご担当者",
    "法人名": lambda establishment, contact: establishment.corporation.name,
}
# Breaks, controls and marks that nobody sees; a full-width space and 外字 of a name are none of these.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
IN_BRACES = re.compile(r"\{([^{}]*)\}")


def check(text: str, field: str, known: Collection[str] = FIELDS) -> str:
    """Answer the wording when every field in it is known; raises DomainError beside `field` otherwise."""
    names = "".join(f"{{{name}}}" for name in known)
    for name in IN_BRACES.findall(text):
        if name not in known:
            raise DomainError(f"差込み項目「{{{name}}}」はありません。使えるのは{names}です。", field)
    if re.search(r"[{}]", IN_BRACES.sub("", text)):
        raise DomainError(f"「{{」と「}}」の組が合っていません。差込み項目は{names}です。", field)
    return text


def check_subject(text: str, field: str, known: Collection[str] = FIELDS) -> str:
    """The same for a subject, which must also stay on one line: a line break would begin another header."""
    check_one_line(text, field)
    return check(text, field, known)


def check_one_line(text: str, field: str) -> None:
    """Raises DomainError beside `field` for a line break or a character that nobody sees."""
    if any(unicodedata.category(character) in UNSEEN for character in text):
        raise DomainError("件名に改行や制御文字は入れられません。", field)


def fill(text: str, establishment: Establishment, contact) -> str:
    """The wording for one employer; `contact` is its main contact or None."""
    return put_in(text, lambda name: FIELDS[name](establishment, contact))


def put_in(text: str, value: Callable[[str], str]) -> str:
    """The wording with the value of each field; what is filled in stays on one line."""
    return IN_BRACES.sub(lambda match: " ".join(value(match.group(1)).split()), text)


def main_contact(establishment: Establishment):
    """The main contact, or the first one, or None; reads prefetched contacts without a query."""
    return min(establishment.contacts.all(), key=lambda contact: (not contact.is_main, contact.pk), default=None)
