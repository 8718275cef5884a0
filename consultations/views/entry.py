"""The quick entry: whom, how, what about, what next, without the mouse."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from centre.calendar import opening_days
from centre.pages import ActForm
from consultations.forms import EntryForm
from consultations.models import Consultation
from consultations.naming import person_name
from consultations.picking import picked, read_before, suggest
from consultations.taking import log
from jobseekers.models import Jobseeker
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog


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
        return {
            "picked": asked_for(self.request),
            "method": last_method(self.request.user),
            "held_at": timezone.now(),
            "people": 1,
        }

    def act(self, form):
        return log(form.other_side(), by=self.request.user, **form.taken())

    def get_success_url(self, made):
        return reverse("consultations:add") if "again" in self.request.POST else super().get_success_url(made)

    def back(self):
        return reverse("consultations:list"), "相談の一覧"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | party_context(form, self.request) | {"days": quick_days(timezone.localdate())}


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
    return render(request, "consultations/party.html", {"form": form} | party_context(form, request))


def party_context(form, request) -> dict:
    """What the page shows about the other side; looking at a person is written down."""
    who = form.who
    if who is None:
        return {"who": None}
    before = read_before(who, request.user)
    if not form.is_bound:
        form.initial["is_continuing"] = bool(before["earlier"])
    if who.jobseeker:
        record_access(request, AccessLog.Action.READ, Jobseeker._meta.label, who.jobseeker.pk)
    record = who.establishment or who.jobseeker or who.agency
    name = person_name(who.jobseeker, request.user) if who.jobseeker else record.name
    return {"who": who, "who_name": name, "who_record": record, **before}


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
