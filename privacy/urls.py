"""Addresses of the room `privacy`."""

from django.urls import include, path

from privacy import seal_pages, views
from privacy.duties import pages
from privacy.sharing import pages as sharing
from privacy.sharing import password_pages
from privacy.sharing.register import ProvisionList

app_name = "privacy"

urlpatterns = [
    path("before-work/", pages.before_work, name="before_work"),
    path("duties/", pages.duties, name="duties"),
    path("duties/designate/", pages.Designate.as_view(), name="designation_add"),
    path("duties/designations/<int:pk>/", pages.ChangeDesignation.as_view(), name="designation_edit"),
    path("duties/workplaces/add/", pages.AddWorkplace.as_view(), name="workplace_add"),
    path("duties/workplaces/<int:pk>/", pages.ChangeWorkplace.as_view(), name="workplace_edit"),
    path("duties/report.pdf", pages.report_pdf, name="duties_pdf"),
    path("duties/report.xlsx", pages.report_excel, name="duties_excel"),
    path("notices/", pages.notices, name="notices"),
    path("notices/revise/", pages.ReviseNotice.as_view(), name="notice_revise"),
    path("reason/", views.reason, name="reason"),
    path("access-log/", views.AccessLogList.as_view(), name="access_log"),
    path("access-log/checks/", seal_pages.LogChecks.as_view(), name="log_checks"),
    path("access-log/check/", seal_pages.check_now, name="check_log"),
    path("access-log/unusual/", seal_pages.unusual_use, name="unusual"),
    path("exports/<int:pk>/password/", password_pages.ShowPassword.as_view(), name="export_password"),
    path("provisions/", ProvisionList.as_view(), name="provisions"),
    path("provisions/add/", sharing.AddProvision.as_view(), name="provision_add"),
    path("provisions/export/", sharing.ExportProvisions.as_view(), name="provisions_export"),
    path("provisions/register.pdf", sharing.register_pdf, name="provisions_pdf"),
    path("provisions/<int:pk>/", sharing.provision, name="provision"),
    path("provisions/<int:pk>/cancel/", sharing.CancelProvision.as_view(), name="provision_cancel"),
    path("register/", views.register, name="register"),
    path("", include("privacy.registers.urls")),
    path("", include("privacy.incidents.urls")),
    path("", include("privacy.erasing.urls")),
    path("", include("privacy.inspections.urls")),
    path("", include("privacy.checklists.urls")),
]
