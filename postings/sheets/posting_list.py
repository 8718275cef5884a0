"""The list of all postings, and the shape of a form that belongs to one."""

from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone

from centre.pages import ActForm, ListPage
from postings.models import JobPosting, Vetting
from postings.sheets.posting_filter import PostingFilter


class PostingList(ListPage):
    """All postings."""

    template_name = "postings/list.html"
    filterset_class = PostingFilter
    sorts = {
        "-received": ("-received_on", "-pk"),
        "received": ("received_on", "pk"),
        "until": ("listed_until", "pk"),
        "-until": ("-listed_until", "-pk"),
        "title": ("title", "pk"),
        "-title": ("-title", "-pk"),
    }

    def get_base_queryset(self):
        latest = Vetting.objects.filter(posting=OuterRef("pk"), state="approved").order_by("-decided_at")
        return JobPosting.objects.select_related("establishment", "work_municipality").annotate(
            verdict=Subquery(latest.values("verdict")[:1])
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(day=timezone.localdate(), **kwargs)


class OfPosting(ActForm):
    """A form that adds something to a posting."""

    def dispatch(self, request, *args, **kwargs):
        self.posting = get_object_or_404(JobPosting.objects.select_related("establishment"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def back(self):
        return self.posting.get_absolute_url(), self.posting.title
