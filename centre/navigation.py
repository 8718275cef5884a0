"""The menu of a role, from what the rooms declared."""

from dataclasses import dataclass

from django.urls import reverse

from centre.addresses import URLS
from centre.gates import LOGGED_IN
from centre.registry import registry
from centre.roles import may


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool
    key: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    items: tuple[Link, ...]


def navigation(user, path: str) -> list[Group]:
    """Groups of links this user may open; the one whose address is the longest beginning of `path` is current."""
    items = [item for item in sorted(registry.menu, key=lambda item: item.order) if _opens(user, item.view_name)]
    urls = {item.view_name: reverse(item.view_name) for item in items}
    current = max((url for url in urls.values() if path.startswith(url)), key=len, default="")
    groups: dict[str, list[Link]] = {}
    for item in items:
        url = urls[item.view_name]
        beside = reverse(item.beside) if item.beside else ""
        groups.setdefault(item.group, []).append(Link(item.label, url, url == current, item.key, beside))
    return [Group(label, tuple(links)) for label, links in groups.items()]


def _opens(user, view_name: str) -> bool:
    gate = URLS[view_name]
    return gate == LOGGED_IN or may(user, gate)
