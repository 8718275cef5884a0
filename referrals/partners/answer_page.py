"""The page on which a partner answers, without an account; the secret in its address is the only key."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from centre.public_pages import language_of, page_words, sealed
from centre.rate_limits import within
from referrals.models import HandoffLink, LinkUse
from referrals.partners import answering, wording
from referrals.partners.answering import STEPS, Answer, AnswerRefused, answer_by_link, note_look
from referrals.partners.links import link_of
from referrals.partners.sharing import told

# A minute of one address; generous, for a proxy or an office may stand for many people.
PER_ADDRESS, PER_TOKEN = 300, 30
STATUS = {"busy": 429, "unknown": 404}


# Whoever knows the address may answer, and there is no session that a foreign page could use; a token against forgery
# would need a cookie, and this page sets none.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def handoff(request, token: str):
    """Show what is passed on; only a pressed button answers, for mail scanners open every link."""
    address = request.META.get("REMOTE_ADDR") or None
    if not (within(PER_ADDRESS, "handoff", address or "") and within(PER_TOKEN, "handoff", token)):
        return _closed(request, "busy")
    link = link_of(token)
    if link is None:
        return _closed(request, "unknown")
    known = {"language": language_of(request), "address": address}
    why = answering.shut(link, timezone.localdate())
    if why is not None:
        note_look(link, LinkUse.Kind.REFUSED, **known)
        return _closed(request, why.value)
    if request.method == "POST":
        return _take(request, link, known)
    note_look(link, LinkUse.Kind.OPENED, **known)
    return _page(request, link)


def _take(request, link: HandoffLink, known: dict):
    given = {"answer": request.POST.get("answer", ""), "result": request.POST.get("result", "")}
    try:
        is_taken = answer_by_link(link, **given, **known)
    except AnswerRefused as refused:
        return _page(request, link, problem=refused.why.value, typed=given["result"], status=422)
    done = "done" if is_taken else "already"
    return sealed(redirect(f"{request.path}?lang={known['language']}&said={done}"))


def _page(request, link: HandoffLink, *, problem: str = "", typed: str = "", status: int = 200):
    language = language_of(request)
    words, labels, handed = wording.PAGE[language], wording.ITEMS[language], link.handoff
    buttons = [(answer.value, words[answer.value]) for answer in STEPS.get(handed.answer, ())]
    context = {
        "link": link,
        "handoff": handed,
        "told": [] if handed.answer == Answer.DECLINED else [(labels[item.key], text) for item, text in told(handed)],
        "buttons": buttons,
        "so_far": words.get(handed.answer, ""),
        "problem": words.get(problem, ""),
        "said": request.GET.get("said", ""),
        "typed": typed,
        **page_words(wording.PAGE, language),
    }
    return sealed(render(request, "referrals/partners/answer.html", context, status=status))


def _closed(request, why: str):
    language = language_of(request)
    words = wording.PAGE[language]
    context = {"title": words[why], "lead": words[f"{why}_lead"], **page_words(wording.PAGE, language)}
    return sealed(render(request, "referrals/partners/closed.html", context, status=STATUS.get(why, 410)))
