"""The page on which an employer answers, without an account; the secret in its address is the only key."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from centre.errors import DomainError
from centre.public_pages import language_of, page_words, sealed
from centre.rate_limits import within
from postings.models import RenewalMail
from postings.renewal import answering
from postings.renewal.tokens import mail_of
from postings.renewal.wording import PAGE

# A minute of one address; generous, for a proxy or an office may stand for many employers.
PER_ADDRESS, PER_TOKEN = 300, 30


# Whoever knows the address may answer, and nobody else can name it: there is no session that a foreign page could
# use. A token against forgery would need a Referer, which this page does not let out.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token: str):
    """Show what is asked; only sending the form answers, for mail scanners open every link."""
    address = request.META.get("REMOTE_ADDR", "")
    if not (within(PER_ADDRESS, "answer", address) and within(PER_TOKEN, "answer", token)):
        return _closed(request, "busy", status=429)
    mail = mail_of(token)
    if mail is None:
        return _closed(request, "unknown", status=404)
    problem = ""
    if request.method == "POST":
        try:
            taken = answering.answer_by_link(mail, _given(request, mail))
            if taken:
                return sealed(redirect(f"{request.path}?lang={language_of(request)}&done=1"))
            problem = PAGE[language_of(request)]["none_chosen"]
        except DomainError:
            problem = PAGE[language_of(request)]["choose"]
    return _form(request, mail, problem)


def _given(request, mail: RenewalMail) -> dict[int, tuple[str, str]]:
    """{posting id: (answer, what changes)} of the postings for which an answer was chosen."""
    found = {}
    for inquiry in mail.inquiries.all():
        chosen = request.POST.get(f"answer_{inquiry.posting_id}", "")
        if chosen:
            found[inquiry.posting_id] = (chosen, request.POST.get(f"note_{inquiry.posting_id}", ""))
    return found


def _form(request, mail: RenewalMail, problem: str):
    today, words = timezone.localdate(), PAGE[language_of(request)]
    wanted, _, choice = request.GET.get("to", "").partition("-")
    rows = [
        {
            "inquiry": one,
            "is_open": answering.can_be_answered(one, today),
            "chosen": request.POST.get(f"answer_{one.posting_id}", choice if str(one.posting_id) == wanted else ""),
            "note": request.POST.get(f"note_{one.posting_id}", ""),
            "answered": words.get(one.answer, ""),
        }
        for one in answering.asked_by(mail)
    ]
    rows.sort(key=lambda row: not row["chosen"])
    is_open = any(row["is_open"] for row in rows)
    if not is_open and not any(row["inquiry"].answer for row in rows):
        return _closed(request, "over", status=410)
    context = {
        "mail": mail,
        "rows": rows,
        "is_open": is_open,
        "problem": problem,
        "is_done": "done" in request.GET,
    }
    return _page(request, "postings/answer.html", context, status=422 if problem else 200)


def _closed(request, why: str, status: int):
    words = PAGE[language_of(request)]
    context = {"title": words[why], "lead": words[f"{why}_lead"]}
    return _page(request, "postings/answer_closed.html", context, status)


def _page(request, template: str, context: dict, status: int):
    language = language_of(request)
    known = {"in_language": f"?lang={language}"}
    return sealed(render(request, template, context | page_words(PAGE, language) | known, status=status))
