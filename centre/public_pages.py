"""What the pages without an account share: their languages, and what keeps their secret addresses secret."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils import timezone

from centre.contracts import contract_of
from centre.models import Contract


class Language(TextChoices):
    """Languages of the pages without an account."""

    JAPANESE = "ja", "日本語"
    EASY = "easy", "やさしい日本語"
    ENGLISH = "en", "English"


# Easy Japanese is Japanese to a screen reader; there is no tag of its own.
TAGS = MappingProxyType({"ja": "ja", "easy": "ja", "en": "en"})
# When somebody answers the phone (contract 8(1)①).
HOURS = MappingProxyType(
    {
        "ja": "（{opens}〜{closes}、土日祝日などは休み）",
        "easy": (
            "　{opens}から {closes}まで。土曜日（どようび）・日曜日（にちようび）・祝日（しゅくじつ）は 休（やす）み"
        ),
        "en": " ({opens} to {closes}, closed on weekends and holidays)",
    }
)


def language_of(request, offered: Sequence[str] = Language.values) -> str:
    """The language that the address asks for (`?lang=`), Japanese for one that is not offered."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in offered else Language.JAPANESE.value


def page_words(words: Mapping[str, Mapping], language: str, offered: Sequence[str] = Language.values) -> dict:
    """What the templates of such a page ask for: its words, the choice of languages, whom to call and when."""
    contract = contract_of(timezone.localdate())
    return {
        "words": words[language],
        "tag": TAGS[language],
        "language": language,
        "languages": [(one, Language(one).label, TAGS[one]) for one in offered],
        "contract": contract,
        "hours": _hours(contract, language),
    }


def _hours(contract: Contract, language: str) -> str:
    opens, closes = contract.opens_at, contract.closes_at
    return HOURS[language].format(opens=f"{opens.hour}:{opens:%M}", closes=f"{closes.hour}:{closes:%M}")


def sealed(response):
    """Nobody indexes the page, keeps a copy of it, or learns its address from where it leads."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
