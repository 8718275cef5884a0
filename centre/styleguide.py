"""The page that lists every component (development only)."""

from django.shortcuts import render


def styleguide(request):
    return render(request, "styleguide.html")
