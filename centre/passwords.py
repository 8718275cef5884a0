"""Passwords that somebody would try first (NIST SP 800-63B-4, 3.1.1.2): refused however long they are.

No rule about kinds of letters, no expiry: length, and not being expected, are all that is asked.
"""

import re
import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

# Words of this very product, of the counter and of its place.
OWN_WORDS = (
    "kumamoto", "uijturn", "uiturn", "turn", "uij", "matching", "centre", "center", "madoguchi", "shushoku", "iju",
    "password", "pass", "passwd", "くまもと", "熊本", "窓口", "就職", "移住", "相談", "求人", "パスワード",
)  # fmt: skip
RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890", "1qaz2wsx3edc4rfv5tgb6yhn7ujm")
FEWEST_OWN = 6
FEWEST_DIFFERENT = 5
RUN = 4
# The beginning that is looked at: the work grows with its square, and nobody types more.
LOOKED_AT = 1000


class ExpectedPasswordValidator:
    """Refuses repetitions, runs along keyboard or alphabet, the product's words, and common passwords made long."""

    def __init__(self):
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError when little is left of the password without what is expected."""
        text = unicodedata.normalize("NFKC", password[:LOOKED_AT]).lower()
        if len(set(text)) < FEWEST_DIFFERENT or len(self._rest(text)) < FEWEST_OWN:
            raise ValidationError(
                "くり返し、続き番号、キーの並び、窓口に関わる言葉、よくあるパスワードからできています。"
                "ほかの言葉を3つか4つつなげてください。",
                code="password_expected",
            )

    def get_help_text(self) -> str:
        return "思い出せる言葉を3つか4つつなげてください。貼り付けもできます。記号や数字を混ぜる必要はありません。"

    def _rest(self, text: str) -> str:
        """What is left after everything that somebody would expect."""
        text = _once(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text))
        if text in self.common:
            return ""
        for word in OWN_WORDS:
            text = text.replace(word, "")
        return re.sub(r"[\W\d_]", "", _without_runs(text))


def _once(text: str) -> str:
    """One time what is repeated from beginning to end: abcabcab gives abc."""
    return next((text[:length] for length in range(1, len(text)) if text.startswith(text[length:])), text)


def _without_runs(text: str) -> str:
    """The text without stretches of RUN or more neighbours of a known row, forwards or backwards."""
    kept, at = "", 0
    while at < len(text):
        end = at + RUN
        if not _in_row(text[at:end]) or end > len(text):
            kept, at = kept + text[at], at + 1
            continue
        while end < len(text) and _in_row(text[at : end + 1]):
            end += 1
        at = end
    return kept


def _in_row(part: str) -> bool:
    return any(part in row or part[::-1] in row for row in RUNS)
