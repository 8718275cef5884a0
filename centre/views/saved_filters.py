"""Keeping and forgetting filters; both lead back to the list."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from centre import saved_filters
from centre.addresses import URLS
from centre.errors import DomainError
from centre.models import SavedFilter


@require_POST
def save(request):
    """Keep the filter of a list under a name."""
    page, query = request.POST.get("list", ""), request.POST.get("query", "")
    address = _address(page)
    shared = request.POST.get("is_shared") == "on"
    try:
        saved = saved_filters.save_filter(page, request.POST.get("name", ""), query, is_shared=shared, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"条件「{saved.name}」を保存しました。")
    return redirect(f"{address}?{saved_filters.without_place(query)}")


@require_POST
def delete(request, pk: int):
    """Forget one's own filter."""
    saved = get_object_or_404(SavedFilter, pk=pk)
    try:
        saved_filters.delete_filter(saved, by=request.user)
        messages.success(request, f"条件「{saved.name}」を消しました。")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(_address(saved.page))


def _address(page: str) -> str:
    """The address of a list; 404 for a name that is no list of ours."""
    try:
        if page in URLS:
            return reverse(page)
    except NoReverseMatch as error:
        raise Http404 from error
    raise Http404
