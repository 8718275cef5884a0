"""How values are shown: days, numbers, amounts."""

import calendar
import json

from django import template
from django.template.defaultfilters import stringfilter
from django.utils import timezone

from centre.fiscal_year import era_year

register = template.Library()


@register.filter
def day(value) -> str:
    """2026年11月20日; nothing for nothing."""
    if not value:
        return ""
    if hasattr(value, "hour"):
        value = timezone.localtime(value)
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def day_in(value, language: str) -> str:
    """20 November 2026 on an English page, as `day` says it on the others."""
    return f"{value.day} {calendar.month_name[value.month]} {value.year}" if value and language == "en" else day(value)


@register.filter
def moment(value) -> str:
    """2026年11月20日 14:03"""
    return f"{day(value)} {timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def era(value) -> str:
    """令和8年11月20日"""
    return f"{era_year(value)}{value.month}月{value.day}日" if value else ""


@register.filter
def yen(value) -> str:
    """3,000万円, 1億2,000万円, 950円"""
    if value is None or value == "":
        return ""
    value = int(value)
    units = ((10**8, "億"), (10**4, "万"))
    text = ""
    for size, name in units:
        if value >= size:
            text += f"{value // size:,}{name}"
            value %= size
    return f"{text}{value:,}円" if value or not text else f"{text}円"


@register.filter
def number(value) -> str:
    """1,234; a dash for nothing."""
    return "—" if value is None or value == "" else f"{value:,}"


@register.filter
def plain(value) -> str:
    """1,234 or 12.5 without zeros behind; nothing for nothing."""
    if value is None or value == "":
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


@register.filter
def percent(value) -> str:
    """85% of a part of one."""
    return "" if value is None else f"{value:.0%}"


@register.filter
def yes_no(value) -> str:
    """はい, いいえ or 未確認."""
    return {True: "はい", False: "いいえ"}.get(value, "未確認")


@register.filter
def lookup(mapping, key):
    """A value of a mapping by a key that is a variable."""
    return mapping.get(key)


@register.filter(is_safe=True)
@stringfilter
def anchor(value) -> str:
    """A text as an id: only letters and digits."""
    return "".join(character if character.isascii() and character.isalnum() else "-" for character in value)


@register.filter
def as_json(value) -> str:
    """Plain data as JSON text (escaped by the template)."""
    return json.dumps(value, ensure_ascii=False)
