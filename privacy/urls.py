"""Addresses of the room `privacy`."""

from django.urls import include, path

from privacy import seal_pages, views
from privacy.duties import pages
from privacy.retention import pages as retention
from privacy.rights import pages as requests
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
    path("requests/", requests.RequestList.as_view(), name="requests"),
    path("requests/add/", requests.Receive.as_view(), name="request_add"),
    path("requests/<int:pk>/", requests.detail, name="request"),
    path("requests/<int:pk>/identity/", requests.CheckIdentity.as_view(), name="request_identity"),
    path("requests/<int:pk>/forward/", requests.Forward.as_view(), name="request_forward"),
    path("requests/<int:pk>/decide/", requests.Decide.as_view(), name="request_decide"),
    path("requests/<int:pk>/finish/", requests.Finish.as_view(), name="request_finish"),
    path("requests/<int:pk>/withdraw/", requests.Withdraw.as_view(), name="request_withdraw"),
    path("requests/<int:pk>/correct/", requests.Correct.as_view(), name="request_correct"),
    path("requests/<int:pk>/stop/", requests.Stop.as_view(), name="request_stop"),
    path("requests/<int:pk>/lift/", requests.Lift.as_view(), name="request_lift"),
    path("requests/<int:pk>/disclosure.pdf", requests.disclosure_pdf, name="request_disclosure"),
    path("requests/<int:pk>/letter.pdf", requests.letter_pdf, name="request_letter"),
    path("retention/", retention.retention, name="retention"),
    path("retention/holds/add/", retention.PlaceHold.as_view(), name="hold_add"),
    path("retention/holds/<int:pk>/release/", retention.release_hold, name="hold_release"),
    path("retention/notice/<slug:rule>/", retention.give_notice, name="give_notice"),
    path("retention/batches/<int:pk>/", retention.Batch.as_view(), name="batch"),
    path("retention/batches/<int:pk>/release/", retention.release_batch, name="batch_release"),
    path("retention/batches/<int:pk>/cancel/", retention.cancel_batch, name="batch_cancel"),
    path("register/", views.register, name="register"),
    path("", include("privacy.registers.urls")),
    path("", include("privacy.incidents.urls")),
    path("", include("privacy.erasing.urls")),
    path("", include("privacy.inspections.urls")),
    path("", include("privacy.checklists.urls")),
]
