"""Every address of the product; the door (centre.middleware) asks the role matrix for each of them."""

from django.conf import settings
from django.urls import include, path

from centre.views.feeds import calendar_feed, my_feed
from centre.views.health import health
from centre.views.home import home
from centre.views.search import search
from postings.renewal.answer_page import answer
from postings.site.verification import verify
from referrals.partners.answer_page import handoff
from surveys.answer_page import survey

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("feeds/", my_feed, name="feeds"),
    path("feeds/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("health/", health, name="health"),
    path("verify/<str:token>/", verify, name="verify"),
    path("account/", include("allauth.urls")),
    path("centre/", include("centre.urls")),
    path("privacy/", include("privacy.urls")),
    path("employers/", include("employers.urls")),
    path("jobseekers/", include("jobseekers.urls")),
    path("postings/", include("postings.urls")),
    path("answer/<str:token>/", answer, name="answer"),
    path("jobs/", include("postings.public.urls")),
    path("consultations/", include("consultations.urls")),
    path("referrals/", include("referrals.urls")),
    path("surveys/", include("surveys.urls")),
    path("survey/<str:token>/", survey, name="survey"),
    path("handoff/<str:token>/", handoff, name="handoff"),
    path("reports/", include("reports.urls")),
]

if settings.DEVELOPMENT:
    from centre.styleguide import styleguide

    urlpatterns.append(path("styleguide", styleguide, name="styleguide"))

handler400 = "centre.failures.bad_request"
handler403 = "centre.failures.forbidden"
handler404 = "centre.failures.not_found"
handler500 = "centre.failures.broken"
