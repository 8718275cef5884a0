"""The shelf of rule books: which there are, and which version of one is in force on a day."""

from collections.abc import Mapping
from datetime import date

from centre.errors import DomainError
from postings.rulebooks import (
    posting_acceptance,
    posting_law,
    posting_terms,
    relocation_corporation,
    relocation_person,
    relocation_posting,
)
from postings.rulebooks.book import BookVersion, RuleBook
from postings.rulebooks.facts import read_facts
from postings.rulebooks.wording import japanese_day

BOOKS: dict[str, RuleBook] = {
    book.key: book
    for book in (
        relocation_corporation.BOOK,
        relocation_posting.BOOK,
        relocation_person.BOOK,
        posting_law.BOOK,
        posting_terms.BOOK,
        posting_acceptance.BOOK,
    )
}


class BookError(DomainError):
    """No rule book of that name, or none of its versions is in force on that day."""


def choose(book_key: str, on: date) -> BookVersion:
    """The version of a book in force on a day, a day of the kind its `date_basis` names. Raises BookError."""
    book = BOOKS.get(book_key)
    if book is None:
        raise BookError(f"「{book_key}」という規則はありません。使えるのは {'、'.join(BOOKS)} です。")
    return version_on(book, on)


def choose_for(book_key: str, facts: Mapping[str, object], on: date) -> BookVersion:
    """The version for these facts: by the day the book goes by where the facts tell it, else by `on`.

    Raises BookError, and FactError for facts that cannot be read.
    """
    version = choose(book_key, on)
    told = read_facts(version.vocabulary, facts)[version.basis_fact] if version.basis_fact else None
    return choose(book_key, told) if told else version


def version_on(book: RuleBook, on: date) -> BookVersion:
    """The version of this book in force on a day. Raises BookError."""
    for version in book.versions:
        if version.covers(on):
            return version
    spans = "、".join(_span(version) for version in book.versions)
    raise BookError(f"{japanese_day(on)}に有効な「{book.title}」の版がありません。あるのは {spans} の版です。")


def _span(version: BookVersion) -> str:
    end = japanese_day(version.valid_to) if version.valid_to else ""
    return f"{japanese_day(version.valid_from)}〜{end}"
