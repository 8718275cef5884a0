"""Answers to requests that cannot be served, each saying what to do next."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from centre.public_pages import language_of, page_words

# What somebody without an account reads who opens an address that leads nowhere.
NOT_FOUND = {
    "ja": {
        "brand": "くまもとUIJターン窓口",
        "skip": "本文へ移動",
        "languages": "ことばを選ぶ",
        "title": "見つかりません",
        "lead": "アドレスがちがうか、ページがなくなりました。メールや案内のリンクを、もう一度開いてください。",
        "contact": "分からないことは、窓口へお電話ください。",
        "staff": "職員のログインへ",
    },
    "easy": {
        "brand": "くまもと UIJターン 窓口（まどぐち）",
        "skip": "内容（ないよう）へ",
        "languages": "ことばを えらぶ",
        "title": "ページが ありません",
        "lead": "アドレスが ちがいます。メールや 紙（かみ）から もういちど ひらいて ください。",
        "contact": "わからない ときは、電話（でんわ）して ください。",
        "staff": "窓口（まどぐち）の 人（ひと）は こちら",
    },
    "en": {
        "brand": "Kumamoto UIJ-turn Centre",
        "skip": "Skip to the content",
        "languages": "Choose a language",
        "title": "Page not found",
        "lead": "The address is wrong, or the page is gone. Please open the link in the mail or leaflet again.",
        "contact": "If you have a question, please call us.",
        "staff": "Log-in for staff",
    },
}


def csrf_failure(request, reason: str = ""):
    """A form from a page that is too old; what was typed is still in the draft and in the page before."""
    return render(request, "errors/csrf.html", status=403)


def bad_request(request, exception=None):
    return render(request, "errors/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None):
    """No such page; nobody without an account is sent to a search or to work that is not theirs."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return render(request, "errors/404_public.html", page_words(NOT_FOUND, language_of(request)), status=404)
    return render(request, "errors/404.html", status=404)


def broken(request):
    """Shown when the product itself failed: no query, no context processor, so that it always comes out."""
    return HttpResponseServerError(render_to_string("errors/500.html"))
