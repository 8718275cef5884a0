"""Pages of certifications and schemes."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from centre.fiscal_year import Month
from centre.pages import ActForm, ListPage
from employers import schemes
from employers.filters import SchemeNoticeFilter
from employers.forms.schemes import HandOverForm, NoticeForm
from employers.models import SchemeNotice
from employers.views.register import OfEstablishment


class TellScheme(OfEstablishment):
    form_class = NoticeForm
    title = "制度の案内を記録"
    success_message = "制度の案内を記録しました。"

    def get_initial(self):
        return {"scheme": self.request.GET.get("scheme", "")}

    def act(self, form):
        return schemes.notice(self.establishment, by=self.request.user, **form.cleaned_data)


class HandOver(ActForm):
    form_class = HandOverForm
    title = "県へのつなぎを記録"
    submit = "つないだことを記録"
    success_message = "県へのつなぎを記録しました。"

    def dispatch(self, request, *args, **kwargs):
        notices = SchemeNotice.objects.select_related("establishment", "scheme")
        self.notice = get_object_or_404(notices, pk=kwargs["pk"])
        self.lead = f"{self.notice.establishment.name}　{self.notice.scheme.name}"
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return schemes.hand_over(self.notice, on=form.cleaned_data["on"], by=self.request.user)

    def get_success_url(self, made):
        return self.notice.establishment.get_absolute_url()

    def back(self):
        return self.notice.establishment.get_absolute_url(), self.notice.establishment.name


class NoticeList(ListPage):
    """What employers were told about, newest first, below the month's totals."""

    template_name = "employers/schemes.html"
    filterset_class = SchemeNoticeFilter

    def get_base_queryset(self):
        return SchemeNotice.objects.select_related("establishment", "scheme", "recorded_by")

    def get_context_data(self, **kwargs):
        month = Month.of(timezone.localdate())
        totals = schemes.totals(month.start, month.end)
        return super().get_context_data(totals=totals, month=month, page_url=reverse("employers:schemes"), **kwargs)
