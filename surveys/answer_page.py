"""The page on which somebody answers, without an account; the secret in its address is good for one sheet."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from centre.public_pages import Language, language_of, page_words, sealed
from centre.rate_limits import within
from surveys import wording
from surveys.answer_form import SheetForm
from surveys.answering import answer_by_link, asked
from surveys.inviting import last_day
from surveys.models import Survey
from surveys.tokens import found_by

# A minute of one address; generous, for an office or a hall may stand for many people.
PER_ADDRESS, PER_TOKEN = 300, 30


# Whoever knows the address may answer, and there is no session that a foreign page could use; a token against forgery
# would need a cookie, and this page sets none.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request, token: str):
    """Show the questions; only sending the form answers, and only once."""
    if not (within(PER_ADDRESS, "survey", request.META.get("REMOTE_ADDR", "")) and within(PER_TOKEN, "survey", token)):
        return _closed(request, "busy", status=429)
    found = found_by(token)
    if found is None:
        return _closed(request, "unknown", status=404)
    batch, invitation = found
    asked_of, today = batch.survey, timezone.localdate()
    if invitation is None:
        return _closed(request, "thanks", asked_of)
    if today < asked_of.opens_on:
        return _closed(request, "early", asked_of, status=403)
    if today > last_day(batch):
        return _closed(request, "over", asked_of, status=410)
    language = _language(request, asked_of)
    form = SheetForm(request.POST if request.method == "POST" else None, questions=asked(asked_of), language=language)
    if request.method == "POST" and form.is_valid():
        answer_by_link(batch, invitation, form.given())
        return sealed(redirect(f"{request.path}?lang={language}"))
    return sealed(page(request, asked_of, form, language, status=422 if request.method == "POST" else 200))


def page(request, asked_of: Survey, form: SheetForm, language: str, status: int = 200, *, is_preview: bool = False):
    """The sheet in a language."""
    context = {
        "survey": asked_of,
        "form": form,
        "heading": asked_of.heading(language),
        "intro": asked_of.intro(language),
        "is_preview": is_preview,
        **_words(asked_of, language),
    }
    return render(request, "surveys/sheet.html", context, status=status)


def _closed(request, reason: str, asked_of: Survey | None = None, status: int = 200):
    language = _language(request, asked_of)
    words = _words(asked_of, language)
    context = {"title": words["words"][reason], "lead": words["words"][f"{reason}_lead"], **words}
    return sealed(render(request, "surveys/sheet_closed.html", context, status=status))


def _language(request, asked_of: Survey | None) -> str:
    return language_of(request, _offered(asked_of))


def _words(asked_of: Survey | None, language: str) -> dict:
    return page_words(wording.PAGE, language, _offered(asked_of))


def _offered(asked_of: Survey | None) -> list[str]:
    return asked_of.languages if asked_of else Language.values
