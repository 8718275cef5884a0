"""Addresses of the room `referrals`."""

from django.urls import include, path

from referrals.matching import export_pages, pages
from referrals.partners import figure_pages, partner_file
from referrals.partners import pages as partner_pages
from referrals.views import courses, handoffs, placement, retention

app_name = "referrals"

urlpatterns = [
    path("", courses.ReferralList.as_view(), name="list"),
    path("postings/", pages.PostingsFor.as_view(), name="postings_for"),
    path("postings/export/", export_pages.ExportPostingsFor.as_view(), name="export_postings_for"),
    path("people/", pages.PeopleFor.as_view(), name="people_for"),
    path("people/export/", export_pages.ExportPeopleFor.as_view(), name="export_people_for"),
    path("match/", pages.match, name="match"),
    path("open/", courses.OpenCourses.as_view(), name="open"),
    path("add/", courses.Inform.as_view(), name="add"),
    path("<int:pk>/", courses.detail, name="detail"),
    path("<int:pk>/step/<slug:stage>/", courses.Step.as_view(), name="step"),
    path("<int:pk>/correct/", courses.CorrectDay.as_view(), name="correct"),
    path("<int:pk>/contract/", courses.TellContract.as_view(), name="contract"),
    path("<int:pk>/take-back/", courses.TakeBack.as_view(), name="take_back"),
    path("<int:pk>/move/", courses.Relocate.as_view(), name="relocate"),
    path("retention/", retention.RetentionList.as_view(), name="retention"),
    path("retention/<int:pk>/", retention.Check.as_view(), name="retention_check"),
    path("<int:pk>/letter/", placement.Issue.as_view(), name="letter"),
    path("letters/<int:pk>/pdf/", placement.letter_pdf, name="letter_pdf"),
    path("letters/<int:pk>/void/", placement.MakeVoid.as_view(), name="letter_void"),
    path("registers/<slug:key>/", placement.RegisterPage.as_view(), name="register"),
    path("registers/<slug:key>/export/", placement.RegisterExport.as_view(), name="register_export"),
    path("placements/", placement.annual, name="annual"),
    path("events/", include("referrals.events.urls")),
    path("partners/", figure_pages.partners, name="partners"),
    path("partners/<int:pk>/", figure_pages.partner, name="partner"),
    path("partners/people/", partner_file.PartnerPeople.as_view(), name="partner_people"),
    path("partners/people/export/", partner_file.ExportPartnerPeople.as_view(), name="export_partner_people"),
    path("handoffs/", handoffs.HandoffList.as_view(), name="handoffs"),
    path("handoffs/add/", handoffs.HandOff.as_view(), name="hand_off"),
    path("handoffs/take-over/", handoffs.TakeOver.as_view(), name="take_over"),
    path("handoffs/<int:pk>/", handoffs.detail, name="handoff"),
    path("handoffs/<int:pk>/give/", partner_pages.Give.as_view(), name="handoff_give"),
    path("handoffs/<int:pk>/sheet/", partner_pages.sheet, name="handoff_sheet"),
    path("handoffs/<int:pk>/withdraw/", partner_pages.Withdraw.as_view(), name="handoff_withdraw"),
    path("handoffs/<int:pk>/answer/", handoffs.Answer.as_view(), name="answer"),
]
