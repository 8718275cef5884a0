"""Pages of the checks 1, 3 and 6 months after the first day at work."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from centre.pages import EditForm, ListPage
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog
from referrals.filters import RetentionCheckFilter
from referrals.hiring_forms import RetentionForm
from referrals.models import RetentionCheck
from referrals.retention import check_retention

SUBJECT = RetentionCheck._meta.label


class RetentionList(ListPage):
    """Checks, the first due first; those not made yet unless the filter asks for others."""

    template_name = "referrals/retention.html"
    filterset_class = RetentionCheckFilter
    sorts = {"due": ("due_on", "pk"), "-due": ("-due_on", "-pk")}

    def get_base_queryset(self):
        checks = RetentionCheck.objects.for_list()
        return checks if self.request.GET else checks.waiting()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        record_access(self.request, AccessLog.Action.LIST, SUBJECT, detail=f"{len(context['object_list'])}件を表示")
        today = timezone.localdate()
        return context | {"day": today, "due": RetentionCheck.objects.due(today).count()}


class Check(GuardedPage, EditForm):
    """Record what was found."""

    guarded_subject = SUBJECT
    form_class = RetentionForm
    title = "定着確認の記録"
    success_message = "定着確認の結果を記録しました。"

    def get_object(self):
        check = get_object_or_404(RetentionCheck.objects.for_list(), pk=self.kwargs["pk"])
        if self.request.method == "GET":
            record_access(self.request, AccessLog.Action.READ, SUBJECT, check.pk)
        return check

    @property
    def lead(self) -> str:
        referral = self.object.referral
        return (
            f"{referral.jobseeker.name}　{referral.posting.establishment.name}　"
            f"入社{self.object.months}か月（{self.object.reached_on:%Y年%-m月%-d日}）の時点のことを記録します。"
        )

    def get_initial(self):
        return {name: getattr(self.object, name) for name in self.form_class.base_fields}

    def act(self, form):
        return check_retention(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return self.object.referral.get_absolute_url()

    def back(self):
        return reverse("referrals:retention"), "定着確認"
