"""The shapes of page that every room uses: a list, a form that makes a record, a form that changes one."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form, ModelForm
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView

from centre import drafts
from centre.errors import DomainError, EditConflict
from centre.numbers import number_of
from centre.saved_filters import filters_of, without_place
from centre.submissions import once

PAGE_SIZE = 50
MOST_COUNTED = 500


class SearchPaginator(Paginator):
    """Counts what a search found up to MOST_COUNTED rows: nobody pages further, and counting all would cost more."""

    @property
    def is_capped(self) -> bool:
        return len(self.found) > MOST_COUNTED

    @cached_property
    def found(self) -> list:
        """The keys of what was found, in no order."""
        return list(self.object_list.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self.found), MOST_COUNTED)


class ListPage(ListView):
    """A paged list with filters that live in the address.

    Set `filterset_class` (django-filter) and `sorts` ({value of ?sort=: tuple of order_by arguments}, the first is
    the default); `get_base_queryset()` gives the named question to the database.
    """

    paginate_by = PAGE_SIZE
    filterset_class = None
    sorts: dict[str, tuple] = {}

    def get_base_queryset(self):
        return super().get_queryset()

    def get_queryset(self):
        queryset = self.get_base_queryset()
        if self.filterset_class:
            self.filterset = self.filterset_class(self.request.GET or None, queryset=queryset, request=self.request)
            queryset = self.filterset.qs
        if self.sorts:
            self.sort = self.request.GET.get("sort", "")
            if self.sort not in self.sorts:
                self.sort = next(iter(self.sorts))
            queryset = queryset.order_by(*self.sorts[self.sort])
        return queryset

    def get_paginator(self, queryset, per_page, **kwargs):
        if self.filterset_class and self.request.GET.get("q", "").strip():
            return SearchPaginator(queryset, per_page, **kwargs)
        return super().get_paginator(queryset, per_page, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["filterset"] = getattr(self, "filterset", None)
        if self.filterset_class:
            page = self.request.resolver_match.view_name
            context["saved_filters"] = filters_of(page, self.request.user)
            context["list_name"], context["list_query"] = page, without_place(self.request.GET.urlencode())
        context["sort"] = getattr(self, "sort", "")
        return context


class ActForm(FormView):
    """A form whose submission is one act, done once however often it is sent.

    Subclasses give `form_class`, `template_name`, `act(form) -> object` and `get_success_url(object) -> str`;
    `success_message` is shown on the next page. What was typed is offered again from the draft.
    """

    template_name = "form_page.html"
    title = ""
    lead = ""
    submit = "保存する"
    success_message = ""

    def act(self, form: Form):
        raise NotImplementedError(f"{type(self).__name__} names no act")

    def get_success_url(self, made) -> str:
        return made.get_absolute_url()

    def back(self) -> tuple[str, str]:
        """Where the page leads back to: address and name."""
        return reverse("home"), "今日の仕事"

    def form_valid(self, form: Form):
        def act() -> str:
            return self.get_success_url(self.act(form))

        try:
            address = once(self.request.POST.get("submission_key", ""), self.request.user, act)
        except EditConflict as conflict:
            return self.conflict(form, conflict)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        drafts.discard(self.request.path, self.request.user)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(address)

    def form_invalid(self, form: Form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def conflict(self, form: Form, conflict: EditConflict):
        form.add_error(None, conflict.message)
        return self.render_to_response(self.get_context_data(form=form, conflict=conflict), status=409)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context |= {"page_title": self.title, "lead": self.lead, "submit": self.submit}
        context["back_url"], context["back_label"] = self.back()
        context["submission_key"] = uuid.uuid4()
        context["draft"] = drafts.find(self.request.path, self.request.user)
        context["draft_form"] = self.request.path
        return context


class EditForm(ActForm):
    """A form that changes a record two people may have open: it carries the version that was read.

    `get_object()` gives the record (with `version`); `act(form)` calls an act with `self.version`. On a conflict the
    page shows, field by field, what the other person saved beside what was typed, and the next save goes through.
    """

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    @property
    def version(self) -> int:
        return number_of(self.request.POST.get("version", "")) or 0

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if issubclass(self.get_form_class(), ModelForm):
            # A bound ModelForm writes into its instance while it validates; the act must see the record as it was.
            kwargs["instance"] = type(self.object).objects.get(pk=self.object.pk)
        return kwargs

    def has_current(self, record, name: str) -> bool:
        """Whether a field of the form is one of the record."""
        return hasattr(record, name)

    def current(self, record, name: str):
        """What the record says now for a field of the form."""
        return record._meta.get_field(name).value_from_object(record)

    def shown(self, bound, value) -> str:
        """A value of a field as a person reads it."""
        return _shown(bound, value)

    def conflict(self, form: Form, conflict: EditConflict):
        theirs = {
            name: form.fields[name].prepare_value(self.current(conflict.current, name))
            for name in form.fields
            if self.has_current(conflict.current, name)
        }
        differences = [
            {
                "label": form[name].label,
                "theirs": self.shown(form[name], value),
                "mine": self.shown(form[name], form[name].value()),
            }
            for name, value in theirs.items()
        ]
        form.add_error(None, conflict.message)
        context = self.get_context_data(
            form=form,
            conflict=conflict,
            differences=[row for row in differences if row["theirs"] != row["mine"]],
            version=conflict.current.version,
        )
        return self.render_to_response(context, status=409)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("version", self.object.version if self.request.method == "GET" else self.version)
        return super().get_context_data(object=self.object, **kwargs)


def _shown(bound, value) -> str:
    """A value the way the form's own choices name it."""
    if isinstance(value, list | tuple):
        return "、".join(sorted(_shown(bound, part) for part in value))
    choices = getattr(bound.field, "choices", None)
    text = "" if value is None else str(value)
    if choices:
        return next((str(label) for key, label in choices if str(key) == text), text)
    return text
