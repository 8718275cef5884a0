"""The public list of live postings, when the counter offers one (PUBLIC_POSTINGS): pages, feeds, sitemap."""

import functools

import django_filters
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from centre.models import Municipality, Occupation
from centre.public_pages import Language, language_of, page_words
from postings.models import JobPosting
from postings.public.card import public_posting, structured, with_people
from postings.public.listing import agreed, shown, why_gone
from postings.public.wording import PAGE

PER_PAGE, IN_FEED, IN_SITEMAP = 20, 50, 50_000
FRESH_FOR = 300
TITLE = "くまもとUIJターン窓口の求人"


def offered(view):
    """Not there at all unless the counter offers the list; otherwise kept by anybody for five minutes."""

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        if not settings.PUBLIC_POSTINGS:
            raise Http404
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=FRESH_FOR)
        return response

    return require_safe(answer)


class PublicFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="仕事をさがす", method="by_words")
    work_municipality = django_filters.ModelChoiceFilter(
        label="就業場所", queryset=Municipality.objects.all(), empty_label="すべて"
    )
    occupation = django_filters.ModelChoiceFilter(
        label="職業", queryset=Occupation.objects.all(), empty_label="すべて"
    )
    eligible = django_filters.ChoiceFilter(
        label="移住支援金", field_name="listed_eligible", choices=[("True", "対象として掲載")], empty_label="すべて"
    )

    class Meta:
        model = JobPosting
        fields = ()

    def by_words(self, queryset, name, value):
        return queryset.search(value)


@method_decorator(offered, name="dispatch")
class PublicList(ListView):
    """Live postings, searched and filtered by the address of the page."""

    template_name = "postings/public_list.html"
    paginate_by = PER_PAGE

    def get_queryset(self):
        today = timezone.localdate()
        postings = with_people(shown(today), today)
        self.filterset = PublicFilter(self.request.GET or None, queryset=postings, request=self.request)
        _name_filters(self.filterset.form, PAGE[language_of(self.request)])
        return self.filterset.qs

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "filterset": self.filterset,
            "is_narrowed": any(self.request.GET.get(name) for name in self.filterset.filters),
            "postings": [public_posting(one) for one in context["object_list"]],
            **_words(self.request),
        }


def _words(request) -> dict:
    """What the pages say in the language asked for, whom to call, and what keeps the language in the next address."""
    language = language_of(request)
    kept = "" if language == Language.JAPANESE else f"?lang={language}"
    return page_words(PAGE, language) | {"in_language": kept}


def _name_filters(form, words: dict) -> None:
    """The conditions in the language of the page; the places and occupations themselves stay Japanese."""
    for name, field in form.fields.items():
        field.label = words[name]
    for name in ("work_municipality", "occupation", "eligible"):
        form.fields[name].empty_label = words["all"]
    form.fields["eligible"].choices = [("True", words["listed_as_eligible"])]


@offered
def detail(request, pk: int):
    """One posting; after its end the page says so with 410, so that search engines forget it."""
    today = timezone.localdate()
    posting = get_object_or_404(with_people(agreed(today), today), pk=pk)
    context = _words(request)
    if gone := why_gone(posting, today):
        reason = context["words"][gone.value]
        return render(request, "postings/public_gone.html", context | {"reason": reason}, status=410)
    card = public_posting(posting)
    address = request.build_absolute_uri(reverse("jobs:detail", args=[pk]))
    context |= {"posting": card, "structured": structured(posting, card, address), "address": address}
    return render(request, "postings/public_detail.html", context)


@offered
def feed(request):
    """The newest postings as Atom."""
    at = request.build_absolute_uri
    atom = Atom1Feed(TITLE, at(reverse("jobs:list")), "", language="ja", feed_url=at(reverse("jobs:feed")))
    for posting, card in _newest():
        address = at(reverse("jobs:detail", args=[card.pk]))
        atom.add_item(
            card.title, address, _summary(card), unique_id=address, updateddate=posting.updated_at,
            author_name=card.employer,
        )  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@offered
def feed_json(request):
    """The newest postings as JSON Feed 1.1."""
    at = request.build_absolute_uri
    items = []
    for posting, card in _newest():
        address = at(reverse("jobs:detail", args=[card.pk]))
        items.append(
            {
                "id": address,
                "url": address,
                "title": card.title,
                "content_text": _summary(card),
                "date_published": f"{card.listed_from.isoformat()}T00:00:00+09:00",
                "date_modified": timezone.localtime(posting.updated_at).isoformat(timespec="seconds"),
                "authors": [{"name": card.employer}],
            }
        )
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "language": "ja",
        "home_page_url": at(reverse("jobs:list")),
        "feed_url": at(reverse("jobs:feed_json")),
        "items": items,
    }
    return JsonResponse(document, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})


@offered
def sitemap(request):
    """Addresses of every posting shown."""
    rows = shown(timezone.localdate()).values_list("pk", "updated_at")[:IN_SITEMAP]
    entries = [(request.build_absolute_uri(reverse("jobs:detail", args=[pk])), at) for pk, at in rows]
    home = request.build_absolute_uri(reverse("jobs:list"))
    return render(request, "postings/sitemap.xml", {"home": home, "entries": entries}, content_type="application/xml")


def _newest():
    today = timezone.localdate()
    postings = with_people(shown(today), today)[:IN_FEED]
    return [(posting, public_posting(posting)) for posting in postings]


def _summary(card) -> str:
    return "　".join(filter(None, [card.employer, card.place, card.wage]))
