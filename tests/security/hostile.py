"""Values that no honest person types, and how they reach a parameter byte by byte."""

from collections.abc import Mapping
from urllib.parse import quote

HOSTILE = (
    # SQL, as a value, as a number, as an order
    "'",
    "' OR '1'='1' --",
    "1); DROP TABLE centre_user; --",
    "1 UNION SELECT email, password FROM centre_user --",
    "-created_at, (SELECT pg_sleep(9))",
    "-user__password",
    "$$; SELECT 1; $$",
    # patterns of LIKE and of regular expressions
    "%",
    "_%\\",
    "\\",
    "(a+)+$[",
    # keys of JSON, arrays
    "a'->>'b",
    '{"a": [1, {"b": null}]}',
    "[]",
    "1,2,,x",
    # what is no text
    "\x00",
    "見本\x00本",
    "\ud800",
    "\ufffe\U0010ffff\u202e",
    "見本\r\nSet-Cookie: a=b\r\n\r\n<b>",
    # numbers
    "-1",
    "0",
    "2147483648",
    "9223372036854775808",
    "9" * 400,
    "9" * 5000,
    "1e999",
    "NaN",
    "-Infinity",
    "²",
    "٣",
    "①",
    # days and months
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "0000-00",
    "9999-12",
    "1-1",
    "令和9999年1月1日",
    "昭和0年13月",
    "9999-12-31T23:59:59",
    # ways out of a folder
    "../../../../etc/passwd",
    "..%2f..%2f\\windows\\",
    # much
    "長" * 100_000,
    " " * 10_000,
)
# The values that go alone into every parameter even in the short run: each has broken some product.
SHARPEST = ("見本\x00本", "9" * 5000, "9999-12-31", "0001-01-01", "²", "'%\\")


def encoded(values: Mapping[str, str | list[str]]) -> bytes:
    """Parameters as the bytes of an address or of a body; half of a surrogate pair goes as it is."""

    def part(text: str) -> str:
        return quote(text.encode("utf-8", "surrogatepass"), safe="")

    pairs = [(name, one) for name, given in values.items() for one in (given if isinstance(given, list) else [given])]
    return "&".join(f"{part(name)}={part(one)}" for name, one in pairs).encode()
