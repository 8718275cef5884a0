"""Reading how an office is reached: phone, postal code, mail, web."""

import re
from typing import Any
from urllib.parse import urlsplit

import phonenumbers

from centre.tabular.plain_text import HYPHENS, ValueProblem, plain

_EXTENSION = re.compile(r"[(\s,、]*(?:内線|内|ext\.?|EXT\.?|#)\s*[::]?\s*(\d{1,6})\)?$")
_LABEL = re.compile(r"^(?:TEL|電話|代表|携帯|直通)\s*[.::]?\s*|\((?:代表?|直通|携帯)\)$", re.IGNORECASE)
_WRITTEN = re.compile(r"\+?[\d()\-.\s/]+")
_LOST_ZERO = {9, 10}


def phone(value: Any) -> str | None:
    """A Japanese phone number hyphenated the usual way: `096-383-1111 内線12`.

    Any hyphens, brackets, +81 and full-width digits are read; a number cell that lost its first zero gets it back.
    Raises ValueProblem for a wrong number of digits.
    """
    shown = plain(value)
    if not shown or shown == "-":
        return None
    words = HYPHENS.sub("-", shown)
    extension = _EXTENSION.search(words)
    body = _LABEL.sub("", words[: extension.start()] if extension else words).strip()
    if isinstance(value, int | float) and len(body) in _LOST_ZERO and not body.startswith("0"):
        body = f"0{body}"
    if not _WRITTEN.fullmatch(body):
        raise ValueProblem(f"「{shown}」は電話番号として読めません。「096-383-1111」のように、1つだけ入れてください。")
    number = _hyphenated(shown, body)
    return f"{number} 内線{extension.group(1)}" if extension else number


def _hyphenated(shown: str, body: str) -> str:
    try:
        number = phonenumbers.parse(body.replace("(0)", "") if body.startswith("+") else body, "JP")
    except phonenumbers.NumberParseException as error:
        raise ValueProblem(
            f"「{shown}」は電話番号として読めません。「096-383-1111」のように入れてください。"
        ) from error
    if number.country_code != 81 or not body.startswith(("0", "(0", "+")):
        raise ValueProblem(f"「{shown}」は国内の電話番号として読めません。市外局番の0から入れてください。")
    digits = f"0{number.national_number}"
    wanted = 11 if re.match(r"0[5-9]0", digits) else 10
    if len(digits) != wanted and not phonenumbers.is_valid_number(number):
        raise ValueProblem(
            f"「{shown}」は電話番号の桁数が合いません（{len(digits)}桁）。市外局番から{wanted}桁で入れてください。"
        )
    # Numbers outside the numbering plan (samples, brand-new ranges) keep the groups they were typed with.
    groups = re.split(r"[()\-.\s/]+", body.strip("()"))
    if not phonenumbers.is_valid_number(number) and body.startswith(("0", "(0")) and len(groups) == 3:
        return "-".join(groups)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def postal_code(value: Any) -> str | None:
    """Seven digits with a hyphen; the zero that a number cell lost at the front is put back."""
    shown = plain(value)
    digits = re.sub(r"[\s\-.〒]", "", HYPHENS.sub("-", shown))
    if not digits:
        return None
    if isinstance(value, int | float) and re.fullmatch(r"\d{5,6}", digits):
        digits = digits.zfill(7)
    if not re.fullmatch(r"\d{7}", digits) or digits == "0000000":
        raise ValueProblem(f"「{shown}」は郵便番号として読めません。7桁で入れてください（例：862-8570）。")
    return f"{digits[:3]}-{digits[3:]}"


def email(value: Any) -> str | None:
    """One mail address; full-width letters are folded. Raises ValueProblem for several or for a broken one."""
    words = re.sub(r"^mailto:", "", plain(value), flags=re.IGNORECASE)
    if not words:
        return None
    if words.count("@") > 1:
        raise ValueProblem(f"「{words}」：メールアドレスは1つだけ入れてください。")
    local, _, domain = words.partition("@")
    label = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    # A dot at the end or two dots are against the standard but were given out by Japanese phone companies.
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}", local) or not re.fullmatch(
        rf"(?:{label}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]", domain
    ):
        raise ValueProblem(f"「{words}」はメールアドレスとして読めません。「name@example.jp」のように入れてください。")
    return words


def url(value: Any) -> str | None:
    """A web address with http or https; one without a scheme gets https."""
    words = plain(value)
    if not words:
        return None
    full = words if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)", words) else f"https://{words}"
    problem = ValueProblem(
        f"「{words}」はホームページのアドレスとして読めません。「https://www.example.jp/」のように入れてください。"
    )
    try:
        parts = urlsplit(full)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise problem from error
    name = r"[^\W_](?:[\w-]*[^\W_])?"
    if parts.scheme.lower() not in {"http", "https"} or parts.username is not None or re.search(r"[\s<>\"]", full):
        raise problem
    if not re.fullmatch(rf"(?:{name}\.)+{name}", host):
        raise problem
    return full
