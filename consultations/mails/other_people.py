"""Data of other registered people in a mail and its documents: looked up by what the text itself holds.

Mail addresses, phone numbers and whatever may be a full name are taken from the text and asked for by their indexes;
no table is read through. What is found is a suspicion: whoever lets the mail go looks at it and says so. (Tottori
2025-12: the wrong workbook went to 1,495 people; Saga: the data of one job-seeker to a stranger.) Not found: names of
one or two letters, names that begin with another letter than a Chinese one or katakana, and what is only a picture.
"""

import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import F, Lookup
from django.db.models.functions import Lower
from openpyxl import load_workbook
from pypdf import PdfReader

from centre.tabular.names import phone_key
from consultations.mails.providing import told_of
from consultations.models import RecordMail
from jobseekers.models import Jobseeker
from jobseekers.person_names import person_key
from privacy.declarations import mask

BODY = "件名・本文"
PDF, EXCEL = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_DASHES = re.compile(r"[‐-―−─]|(?<=\d)ー(?=\d)")
_PHONE = re.compile(r"(?<![\d-])(?:\+81[- ]?|0)\d{1,4}[-( ]{0,2}\d{1,4}[-) ]{0,2}\d{3,4}(?![\d-])")
# A run of Chinese characters and kana in which a name may stand.
_LETTERS = re.compile(r"[々ヶ\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_BEGINS_A_NAME = re.compile(r"[\u30a1-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SHORTEST, LONGEST = 3, 7
# More text than any letter has; what stands behind it is not looked through, and that is said.
MOST_LETTERS = 40_000
MOST_PEOPLE, SHOWN = 50, 5


@dataclass(frozen=True)
class Found:
    """Something of another person: where it stands and what it is, with the value covered."""

    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.where}：{self.words}"


class _IsOneOf(Lookup):
    """Whether a column is one of many words, which go as one array: as an IN, 200,000 words take ten times as long."""

    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, list(self.rhs)]


def others_in(mail: RecordMail) -> list[Found]:
    """What a mail and its documents say of registered people who are neither the recipient nor named on purpose.

    The people whom a document names to an employer are named on purpose: their consent is asked for at the sending.
    """
    documents = [one.document for one in mail.attachments.select_related("document__file").order_by("pk")]
    expected = [mail.jobseeker] if mail.jobseeker else told_of(mail, documents)
    texts = [(BODY, f"{mail.subject}\n{mail.body}")]
    texts += [(one.file.name, text_of(one.file.content_type, bytes(one.file.content))) for one in documents]
    return list(dict.fromkeys(chain.from_iterable(_found(where, text, expected) for where, text in texts)))


def text_of(content_type: str, content: bytes) -> str:
    """The text of a document that the product made: PDF, Excel, CSV; nothing of another kind."""
    if content_type == PDF:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content_type == EXCEL:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = chain.from_iterable(sheet.iter_rows(values_only=True) for sheet in book.worksheets)
        return "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in rows)
    if content_type.startswith("text/"):
        encoding = "cp932" if "shift_jis" in content_type.lower() else "utf-8-sig"
        return content.decode(encoding, errors="replace")
    return ""


def _found(where: str, text: str, expected: Iterable[Jobseeker]) -> Iterator[Found]:
    if len(text) > MOST_LETTERS:
        yield Found(where, f"長いため、はじめの{MOST_LETTERS:,}字だけを調べました")
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text[:MOST_LETTERS]))
    others = Jobseeker.objects.exclude(pk__in=[person.pk for person in expected]).order_by("pk")

    mails = {one.lower() for one in _MAIL.findall(folded)} - {person.email.lower() for person in expected}
    phones = {phone_key(one) for one in _PHONE.findall(folded)} - {person.phone_key for person in expected}
    names = _names(folded, [person.name_key for person in expected])
    others = others.annotate(low=Lower("email"))
    for words, found in (
        (lambda person: f"メールアドレス {_covered(person.email)}", others.filter(low__in=mails)),
        (lambda person: f"電話番号 {person.phone_key[:3]}＊＊", others.filter(phone_key__in=phones)),
        (lambda person: f"氏名 {mask(person.name)}", others.filter(_IsOneOf(F("name_key"), names))),
    ):
        whose = defaultdict(list)
        for person in found.only("email", "phone_key", "name")[:MOST_PEOPLE]:
            whose[words(person)].append(person.pk)
        for said, keys in whose.items():
            yield Found(where, f"{said}（登録番号{_in_words(keys)}）")


def _in_words(keys: list[int]) -> str:
    more = f"ほか{len(keys) - SHOWN}人" if len(keys) > SHOWN else ""
    return "・".join([*map(str, keys[:SHOWN]), *([more] if more else [])])


def _names(text: str, expected: Iterable[str]) -> set[str]:
    """The keys of everything in a text that may be a full name, but for the expected names."""
    found = set()
    for line in text.splitlines():
        key = person_key(line)
        for name in expected:
            key = key.replace(name, "|")
        for run in _LETTERS.findall(key):
            found.update(
                run[start : start + length]
                for start in range(len(run) - SHORTEST + 1)
                if _BEGINS_A_NAME.match(run[start])
                for length in range(SHORTEST, min(LONGEST, len(run) - start) + 1)
            )
    return found


def _covered(address: str) -> str:
    name, _, domain = address.partition("@")
    return f"{mask(name)}@{domain}"
