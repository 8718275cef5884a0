"""The home page: what is due today, by role."""

from django.shortcuts import render
from django.utils import timezone

from centre.registry import registry
from centre.roles import may


def home(request):
    """Cards of every room that the user's role may read."""
    today = timezone.localdate()
    cards = []
    for source in sorted(registry.home, key=lambda source: source.order):
        if may(request.user, source.ability):
            card = source.build(request.user, today)
            if card is not None:
                cards.append(card)
    return render(request, "centre/home.html", {"cards": cards})
