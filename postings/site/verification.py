"""The public page behind the code on a certificate: it says whether the certificate holds, and shows no person."""

from allauth.account.adapter import get_adapter
from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centre.errors import DomainError
from centre.forms import DayField
from postings.models import ListingCertificate
from postings.site import certifying

# Looks a minute from one address: many for people, few for machines.
MOST_LOOKS, SECONDS = 60, 60


class DayForm(forms.Form):
    """The day of application that somebody asks about."""

    day = DayField(label="応募した日")


@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a certificate holds, its days, and whether the posting was listed as eligible on a day."""
    if _looks_too_often(request):
        answer = render(request, "postings/verify_later.html", status=429)
        answer["Retry-After"] = str(SECONDS)
        return _discreet(answer)
    certificate = get_object_or_404(ListingCertificate, token=token)
    form = DayForm(request.GET if "day" in request.GET else None)
    context = {
        "certificate": certificate,
        "content": certificate.content,
        "standing": certifying.standing(certificate),
        "employer": certifying.public_employer(certificate),
        "listed": certifying.intervals_in(certificate.content, "listed"),
        "eligible": certifying.intervals_in(certificate.content, "eligible"),
        "form": form,
        "answered": _answer(certificate, form),
    }
    return _discreet(render(request, "postings/verify.html", context))


def _answer(certificate: ListingCertificate, form: DayForm) -> bool | None:
    """What the page answers about the day that was asked; None without a day and for one nobody knows yet."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return certifying.was_eligible_on(certificate, form.cleaned_data["day"])
    except DomainError as error:
        form.add_error(error.field, error.message)
        return None


def _looks_too_often(request: HttpRequest) -> bool:
    minute = int(timezone.now().timestamp()) // SECONDS
    key = f"verify:{get_adapter().get_client_ip(request)}:{minute}"
    cache.add(key, 0, timeout=2 * SECONDS)
    return cache.incr(key) > MOST_LOOKS


def _discreet(answer: HttpResponse) -> HttpResponse:
    """The address is known to those who hold the paper: no search engine and no other site learns it."""
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "private, no-store"
    return answer
