"""Addresses of the room `reports`."""

from django.urls import include, path

from reports import layout_pages, life_pages, views
from reports.plans import views as plans
from reports.trace import views as trace
from reports.year import book_views, delivery_views, text_views

app_name = "reports"

urlpatterns = [
    path("", views.ReportList.as_view(), name="list"),
    path("month/", views.ask_month, name="ask_month"),
    path("year/", views.ask_year, name="ask_year"),
    path("annual/", text_views.annual, name="annual_texts"),
    path("annual/ask/", text_views.ask_annual, name="ask_annual"),
    path("annual/<int:year>/<slug:part>/", text_views.WriteText.as_view(), name="annual_text"),
    path("completion/", text_views.notice, name="completion"),
    path("completion/<int:year>/", text_views.WriteNotice.as_view(), name="completion_edit"),
    path("completion/<int:year>/notice.<slug:kind>", text_views.notice_file, name="completion_file"),
    path("costs/", book_views.Costs.as_view(), name="costs"),
    path("costs/books.xlsx", book_views.books, name="books"),
    path("costs/add/", book_views.AddCost.as_view(), name="cost_add"),
    path("costs/<int:pk>/", book_views.ChangeCost.as_view(), name="cost_edit"),
    path("costs/<int:pk>/void/", book_views.VoidCost.as_view(), name="cost_void"),
    path("costs/<int:pk>/history/", book_views.history, name="cost_history"),
    path("costs/<int:pk>/evidence/", book_views.cost_evidence, name="cost_evidence"),
    path("labour/", book_views.Labours.as_view(), name="labour"),
    path("labour/add/", book_views.AddLabour.as_view(), name="labour_add"),
    path("labour/<int:pk>/", book_views.ChangeLabour.as_view(), name="labour_edit"),
    path("labour/<int:pk>/evidence/", book_views.labour_evidence, name="labour_evidence"),
    path("deliverables/", delivery_views.deliverables, name="deliverables"),
    path("deliverables/add/", delivery_views.AddDeliverable.as_view(), name="deliverable_add"),
    path("deliverables/<int:pk>/", delivery_views.ChangeDeliverable.as_view(), name="deliverable_edit"),
    path("equipment/add/", delivery_views.AddEquipment.as_view(), name="equipment_add"),
    path("equipment/<int:pk>/", delivery_views.ChangeEquipment.as_view(), name="equipment_edit"),
    path("packages/ask/", delivery_views.ask_package, name="ask_package"),
    path("packages/<int:pk>/", delivery_views.package_file, name="package_file"),
    path("plan/", plans.plan, name="plan"),
    path("plan/add/", plans.AddItem.as_view(), name="plan_add"),
    path("plan/carry-over/", plans.carry_over, name="plan_carry_over"),
    path("plan/<int:pk>/", plans.ChangeItem.as_view(), name="plan_edit"),
    path("plan/<int:pk>/take-out/", plans.take_out, name="plan_take_out"),
    path("plan/<int:year>/plan.<slug:kind>", plans.plan_file, name="plan_file"),
    path("clauses/", trace.clauses, name="clauses"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/file.<str:kind>", views.report_file, name="file"),
    path("layout/", layout_pages.layout, name="layout"),
    path("layout/edit/", layout_pages.SetLayout.as_view(), name="layout_edit"),
    path("layout/tables/<int:number>/", layout_pages.SetColumns.as_view(), name="layout_columns"),
    path("layout/forms/add/", layout_pages.TakeForm.as_view(), name="take_form"),
    path("layout/forms/<int:pk>/", layout_pages.MapForm.as_view(), name="map_form"),
    path("<int:pk>/forms/<int:form>/", layout_pages.filled_form, name="filled_form"),
    path("<int:pk>/words/", life_pages.Comment.as_view(), name="comment"),
    path("<int:pk>/messages/", life_pages.Discuss.as_view(), name="discuss"),
    path("<int:pk>/figures/<str:key>/", views.figure, name="figure"),
    path("", include("reports.cross_tables.urls")),
    path("", include("reports.meetings.urls")),
]
