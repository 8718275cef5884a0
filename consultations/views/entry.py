"""The quick entry: whom, how, what about, what next, without the mouse; on its page, and beside any other."""

import uuid
from datetime import timedelta

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre import drafts
from centre.calendar import opening_days
from centre.errors import DomainError
from centre.pages import ActForm
from centre.roles import may
from consultations.day_words import spoken
from consultations.drafted import consultation_at, record_of, says_something_else
from consultations.forms import EntryForm, understood
from consultations.models import Consultation
from consultations.naming import name_of
from consultations.picking import key_of_page, pickable, picked, read_before, suggest
from consultations.receiving import receive
from consultations.taking import log
from jobseekers.models import Jobseeker
from jobseekers.registration import current_consent_text
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog

SAVED_ALREADY = (
    "この書きかけは、ほかのタブなどで保存済みです（相談の一覧にあります）。いまの入力は、まだ保存していません。"
    "別の相談として残すときは、もう一度保存してください。"
)


class Take(GuardedPage, ActForm):
    """Take down a consultation; `?establishment=`, `?jobseeker=` or `?agency=` opens it with the party filled."""

    template_name = "consultations/entry.html"
    guarded_subject = Consultation._meta.label
    form_class = EntryForm
    title = "相談を記録"
    success_message = "相談を記録しました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        now = timezone.now()
        return {
            "picked": asked_for(self.request),
            "method": last_method(self.request.user),
            "held_at": now,
            "opened_at": now.isoformat(),
            "entry_key": uuid.uuid4(),
            "groups": 1,
            "people": 1,
        }

    def act(self, form):
        by, taken = self.request.user, form.taken()
        if newcomer := form.newcomer():
            return receive(newcomer, party=form.cleaned_data["party"], by=by, **taken)
        return log(form.other_side(), by=by, **taken)

    def back(self):
        return reverse("consultations:list"), "相談の一覧"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context |= party_context(form, self.request) | {"days": quick_days(timezone.localdate())}
        return context | {"consent_text": consent_text(form)}


class Panel(Take):
    """The entry beside the page `?from=`, with the party the page is about; a draft is taken up where it was left."""

    template_name = "consultations/panel.html"
    success_message = ""

    def get_form_kwargs(self):
        # The page beside has fields of its own: no two elements share an id.
        return super().get_form_kwargs() | {"auto_id": "beside_%s"}

    def get_initial(self):
        initial = super().get_initial()
        initial["picked"] = key_of_page(self.request.GET.get("from", ""), self.request.user)
        self.left = self.left_before()
        return initial | (_as_initial(self.left.data, self.request.user) if self.left else {})

    def left_before(self):
        """The draft of this user, None when there is none or what it held was saved after all."""
        draft = drafts.find(self.request.path, self.request.user)
        record = record_of(draft.data.get("entry_key"), self.request.user) if draft else None
        if record is None:
            return draft
        if says_something_else(draft.data, record):
            draft.data["entry_key"] = str(uuid.uuid4())
            return draft
        drafts.discard(self.request.path, self.request.user)
        return None

    def form_valid(self, form):
        record = record_of(self.request.POST.get("submission_key"), self.request.user)
        if record and says_something_else(form.data, record):
            return self.ask_for_another(form)
        answer = super().form_valid(form)
        taken = consultation_at(answer.url) if isinstance(answer, HttpResponseRedirect) else None
        if taken is None:
            return answer
        context = {"address": answer.url, "party": taken.jobseeker or taken.establishment}
        return render(self.request, "consultations/panel_taken.html", context)

    def ask_for_another(self, form):
        """What another tab has saved stays; what was typed here becomes a record of its own when sent again."""
        form.data = form.data.copy()
        form.data["entry_key"] = str(uuid.uuid4())
        form.add_error(None, SAVED_ALREADY)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # The draft is in the fields already; it is not offered a second time.
        return context | {
            "draft": None,
            "left": self.left,
            "submission_key": context["form"]["entry_key"].value() or context["submission_key"],
            "panel_url": self.request.path,
        }


def _as_initial(data: dict, user) -> dict:
    """What a draft held, as first values of the form; a party that is not there any more is left out."""
    kept = {name: value for name, value in data.items() if name in EntryForm.base_fields}
    kept["more_topics"] = [value for value in [kept.get("more_topics")] if value]
    if isinstance(data.get("more_topics"), list):
        kept["more_topics"] = data["more_topics"]
    kept["is_continuing"] = "is_continuing" in data
    if not pickable(kept.get("picked", ""), user):
        kept["picked"] = ""
    return kept


def consent_text(form):
    """The wording shown to somebody new, None when the user registers nobody or no wording is in use."""
    if not may(form.user, "jobseekers.edit"):
        return None
    try:
        text = current_consent_text()
    except DomainError:
        return None
    form.initial["consent_version"] = text.version
    if form.is_bound:
        form.data = form.data.copy()
        form.data["consent_version"] = text.version
    return text


@require_POST
def day_words(request):
    """The day that the words of a next action name, to be confirmed (a part of the page)."""
    promised = understood(request.POST.get("next_action", "")[:200])
    context = {"promised": promised, "spoken": spoken(promised.day) if promised else ""}
    return render(request, "consultations/day_words.html", context)


def suggestions(request):
    """Whom the typed digits or characters may mean (a part of the page)."""
    text = request.GET.get("caller", "")[:80]
    picks = suggest(text, request.user)
    people = [pick for pick in picks if pick.key.startswith("jobseeker-")]
    if people:
        record_access(
            request, AccessLog.Action.SEARCH, Jobseeker._meta.label, detail=f"{text} {len(people)}件を候補に表示"
        )
    return render(request, "consultations/suggestions.html", {"picks": picks, "text": text.strip()})


def party(request):
    """The other side as picked: its kind, what was said before, what is promised (a part of the page)."""
    form = EntryForm(initial={"picked": request.GET.get("picked", "")}, user=request.user)
    return render(request, "consultations/picked.html", {"form": form} | party_context(form, request))


def party_context(form, request) -> dict:
    """What the page shows about the other side; looking at a person is written down."""
    who = form.who
    if who is None:
        return {"who": None}
    before = read_before(who, request.user)
    if isinstance(form, EntryForm):
        form.offer_topics([one.topic for one in before["earlier"]])
    if not form.is_bound:
        form.initial.setdefault("is_continuing", bool(before["earlier"]))
    if who.jobseeker:
        record_access(request, AccessLog.Action.READ, Jobseeker._meta.label, who.jobseeker.pk)
    return {"who": who, "who_name": name_of(who, request.user), **before}


def asked_for(request) -> str:
    """The key of the record named in the address, empty when there is none."""
    for kind in ("establishment", "jobseeker", "agency"):
        if number := request.GET.get(kind):
            key = f"{kind}-{number}"
            picked(key, request.user)
            return key
    return ""


def last_method(user) -> str:
    """The method this user wrote down last; the phone for the first time."""
    last = Consultation.objects.filter(counsellor=user).order_by("-pk").values_list("method", flat=True).first()
    return last or Consultation.Method.PHONE


def quick_days(today) -> list[tuple[str, str]]:
    """Days one key away for the next action, on which the counter is open: label and ISO day."""
    open_days = opening_days(today + timedelta(days=1), today + timedelta(days=45))
    wanted = (("次の開設日", 1), ("3日後", 3), ("1週間後", 7), ("1か月後", 30))
    found = []
    for label, days in wanted:
        day = next((day for day in open_days if day >= today + timedelta(days=days)), None)
        if day:
            found.append((label, day.isoformat()))
    return found
