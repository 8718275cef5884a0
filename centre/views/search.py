"""The search box of the page header: what every room finds for the words."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse

from centre.registry import SearchSource, registry
from centre.roles import may

LIMIT = 8


def search(request):
    """Hits of each room that this user may read; a part of the page while typing, a whole page otherwise."""
    text = request.GET.get("q", "").strip()[:100]
    groups = []
    if text:
        groups = [
            _group(source, text, request.user)
            for source in sorted(registry.searches, key=lambda source: source.order)
            if may(request.user, source.ability)
        ]
    template = "centre/search_hits.html" if request.htmx else "centre/search.html"
    return render(request, template, {"q": text, "groups": groups, "found": any(group["hits"] for group in groups)})


def _group(source: SearchSource, text: str, user) -> dict:
    """The hits of a room, and the address of its list with the same words where there may be more."""
    hits = list(source.find(text, user, LIMIT)) if source.find else []
    may_be_more = source.find is None or len(hits) == LIMIT
    more = f"{reverse(source.listing)}?{urlencode({'q': text})}" if may_be_more else ""
    return {"label": source.label, "hits": hits, "more": more}
