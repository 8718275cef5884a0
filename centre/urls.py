"""Addresses of the room `centre`."""

from django.urls import path

from centre.views import drafts, jobs, roster, saved_filters, settings, staff

app_name = "centre"

urlpatterns = [
    path("draft/", drafts.draft, name="draft"),
    path("keep-alive/", drafts.keep_alive, name="keep_alive"),
    path("single-keys/", drafts.single_keys, name="single_keys"),
    path("filters/save/", saved_filters.save, name="filter_save"),
    path("filters/<int:pk>/delete/", saved_filters.delete, name="filter_delete"),
    path("jobs/", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:pk>/file/", jobs.job_file, name="job_file"),
    path("contract/", settings.contract, name="contract"),
    path("contract/add/", settings.OpenContract.as_view(), name="contract_add"),
    path("contract/<int:pk>/edit/", settings.ChangeContract.as_view(), name="contract_edit"),
    path("calendar/", settings.calendar, name="calendar"),
    path("calendar/add/", settings.AddClosure.as_view(), name="closure_add"),
    path("calendar/<int:pk>/edit/", settings.ChangeClosure.as_view(), name="closure_edit"),
    path("calendar/<int:pk>/delete/", settings.open_day, name="closure_delete"),
    path("roster/", roster.roster, name="roster"),
    path("roster/<str:month>/", roster.roster_month, name="roster_month"),
    path("roster/<str:month>/edit/", roster.EditRoster.as_view(), name="roster_edit"),
    path("roster/<str:month>/copy/", roster.copy_pattern, name="roster_copy"),
    path("roster/<str:month>/history/", roster.RosterHistory.as_view(), name="roster_history"),
    path("roster/<str:month>/excel/", roster.roster_excel, name="roster_excel"),
    path("roster/<str:month>/pdf/", roster.roster_pdf, name="roster_pdf"),
    path("roster/<int:user>/<str:day>/", roster.EditDay.as_view(), name="roster_day"),
    path("staff/", staff.StaffList.as_view(), name="staff"),
    path("staff/<int:pk>/", staff.person, name="staff_person"),
    path("staff/<int:pk>/appoint/", staff.Appoint.as_view(), name="appointment_add"),
    path("staff/<int:pk>/qualification/", staff.AddQualification.as_view(), name="qualification_add"),
    path("appointments/<int:pk>/", staff.ChangeAppointment.as_view(), name="appointment_edit"),
    path("qualifications/<int:pk>/", staff.ChangeQualification.as_view(), name="qualification_edit"),
    path("qualifications/<int:pk>/evidence/", staff.evidence, name="qualification_file"),
    path("trainings/", staff.TrainingList.as_view(), name="trainings"),
    path("trainings/add/", staff.PlanTraining.as_view(), name="training_add"),
    path("trainings/<int:pk>/edit/", staff.ChangeTraining.as_view(), name="training_edit"),
    path("trainings/<int:pk>/held/", staff.HoldTraining.as_view(), name="training_held"),
    path("trainings/<int:pk>/materials/", staff.materials, name="training_file"),
    path("agencies/", settings.AgencyList.as_view(), name="agencies"),
    path("users/", settings.UserList.as_view(), name="users"),
    path("users/add/", settings.OpenAccount.as_view(), name="user_add"),
    path("users/<int:pk>/edit/", settings.ChangeAccount.as_view(), name="user_edit"),
]
