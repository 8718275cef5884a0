"""Looking for secrets in text: known shapes, and long words that look drawn by lot."""

import math
import re
from collections import Counter
from collections.abc import Iterator

SHAPES = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+\S"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "token of a code host": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20})\b"),
    "token of a chat": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    "signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    "backup key": re.compile(r"kumamoto-centre backup key 1\n[0-9a-f]{64}"),
    "password in an address": re.compile(r"\b[a-z+]+://[^\s:/@\"'{}$]+:(?P<word>[^\s@\"'{}$…]{8,})@"),
}
ASSIGNED = re.compile(
    r"(?i)\b[a-z_]*(?:secret|password|passwd|token|api_?key|seal_key)[a-z_]*[\"']?\s*[:=]\s*[\"'](?P<word>[^\"'\s]{12,})[\"']"
)
DRAWN = re.compile(r"[\"'=\s](?P<word>[A-Za-z0-9+/_-]{32,}={0,2})(?=[\"'\s]|$)")
LEAST_BITS = {"hex": 3.2, "other": 4.3}


def bits(word: str) -> float:
    """Shannon's measure of a word: bits for each of its signs."""
    return -sum(n / len(word) * math.log2(n / len(word)) for n in Counter(word).values())


def looks_drawn(word: str) -> bool:
    """Whether a word looks like a key: no words in it, and its signs spread as by lot."""
    if "0123456789" in word:
        return False
    kind = "hex" if re.fullmatch("[0-9a-f]+|[0-9A-F]+", word) else "other"
    if kind == "other" and (not re.search(r"\d", word) or re.search(r"[a-z]{7}", word)):
        return False
    return bits(word) >= LEAST_BITS[kind]


def suspicions(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, kind, word) of everything in `text` that looks like a secret."""
    for kind, shape in SHAPES.items():
        for found in shape.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, kind, found.groupdict().get("word") or found[0]
    for number, line in enumerate(text.splitlines(), start=1):
        for kind, shape in (("assigned", ASSIGNED), ("drawn", DRAWN)):
            for found in shape.finditer(line):
                word = found["word"]
                if looks_drawn(word) or (kind == "assigned" and bits(word) >= 3.7 and re.search(r"\d", word)):
                    yield number, kind, word
