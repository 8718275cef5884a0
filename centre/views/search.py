"""The search box of the page header: what every room finds for the words."""

from django.shortcuts import render

from centre.registry import registry
from centre.roles import may

LIMIT = 8


def search(request):
    """Hits of each room that this user may read; a part of the page while typing, a whole page otherwise."""
    text = request.GET.get("q", "").strip()[:100]
    groups = []
    if text:
        groups = [
            {"label": source.label, "hits": list(source.find(text, request.user, LIMIT))}
            for source in sorted(registry.searches, key=lambda source: source.order)
            if may(request.user, source.ability)
        ]
    template = "centre/search_hits.html" if request.htmx else "centre/search.html"
    return render(request, template, {"q": text, "groups": groups, "found": any(group["hits"] for group in groups)})
