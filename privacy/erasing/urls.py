"""Addresses of return and erasure, within the room `privacy`."""

from django.urls import path

from privacy.erasing import pages

urlpatterns = [
    path("erasures/", pages.Erasures.as_view(), name="erasures"),
    path("erasures/inventory/", pages.inventory_page, name="inventory"),
    path("erasures/package/", pages.MakePackage.as_view(), name="return_package"),
    path("erasures/handover/", pages.MakeHandover.as_view(), name="handover"),
    path("erasures/packages/<int:pk>/file/", pages.package_file, name="package_file"),
    path("erasures/packages/<int:pk>/password/", pages.ShowPackagePassword.as_view(), name="package_password"),
    path("erasures/packages/<int:pk>/apply/", pages.Apply.as_view(), name="erasure_apply"),
    path("erasures/person/<str:subject>/<int:pk>/", pages.ApplyForPerson.as_view(), name="erasure_person"),
    path("erasures/<int:pk>/", pages.erasure_page, name="erasure"),
    path("erasures/<int:pk>/decide/", pages.Decide.as_view(), name="erasure_decide"),
    path("erasures/<int:pk>/withdraw/", pages.Withdraw.as_view(), name="erasure_withdraw"),
    path("erasures/<int:pk>/execute/", pages.Execute.as_view(), name="erasure_execute"),
    path("erasures/<int:pk>/certificate.pdf", pages.certificate_pdf, name="erasure_certificate_pdf"),
    path("erasures/<int:pk>/certificate.xlsx", pages.certificate_excel, name="erasure_certificate_excel"),
]
