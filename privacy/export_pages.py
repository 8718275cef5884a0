"""The page from which a list is exported; each room names its own list."""

from collections.abc import Callable
from typing import ClassVar

from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from centre.exporting.columns import usual_choice
from centre.exporting.listing import Listing, conditions_of, filters_of
from centre.models import ExportLayout
from centre.pages import ActForm
from centre.roles import Role
from privacy.export_forms import STAYS, ExportForm
from privacy.exporting import ask_export, is_hidden, shows_people

ALL, USUAL = "all", "usual"


class ExportPage(ActForm):
    """Opened from a list with its address: shows how many rows the file will have and asks for columns and reason.

    Subclasses give `listing` and `list_url` (the name of the list's address). `?layout=` picks a saved layout, `all`
    every column, `usual` those of the list. Without it the standard layout is chosen when the list has one.
    """

    template_name = "export.html"
    form_class = ExportForm
    submit = "書き出す"
    listing: ClassVar[Listing]
    list_url: ClassVar[str]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.query = filters_of(request.GET)

    @property
    def title(self) -> str:
        return f"{self.listing.label}を書き出す"

    def layouts(self):
        """The layouts this user may use: their own and the shared ones."""
        return ExportLayout.objects.filter(
            Q(owner=self.request.user) | Q(is_shared=True), page=self.listing.key
        ).select_related("owner")

    def post(self, request, *args, **kwargs):
        if "forget_layout" in request.POST:
            self.layouts().filter(owner=request.user, pk=_number(request.POST["forget_layout"])).delete()
            return HttpResponseRedirect(f"{request.path}?{self.query}")
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "columns": self.listing.offered,
            "layout": self._columns(),
            "hidden": self._columns_where(is_hidden),
            "personal": self._columns_where(shows_people),
            "is_handed_out": self.listing.leaves is not None,
            "initial": {
                "format": self.layout.format if self.layout else ExportLayout.Format.XLSX,
                "whereto": STAYS,
            },
        }

    @cached_property
    def layout(self) -> ExportLayout | None:
        """The saved layout that the address names, if this user may use it; without a name the replaced standard."""
        wanted = self.request.GET.get("layout", "")
        if self.is_standard:
            return self._replaced_standard()
        return self.layouts().filter(pk=_number(wanted)).first()

    @property
    def is_standard(self) -> bool:
        """Whether the page shows the layout that the list is handed over in."""
        return self.listing.standard is not None and not self.request.GET.get("layout")

    def _replaced_standard(self) -> ExportLayout | None:
        shared = self.layouts().filter(is_shared=True, name=self.listing.standard.name, owner__role=Role.ADMIN)
        return shared.order_by("-updated_at").first()

    def act(self, form):
        values = form.cleaned_data
        if values["layout_name"]:
            ExportLayout.objects.update_or_create(
                owner=self.request.user,
                page=self.listing.key,
                name=values["layout_name"],
                defaults={
                    "columns": values["columns"],
                    "format": values["format"],
                    "is_shared": values["layout_shared"],
                },
            )
        return ask_export(
            self.listing,
            query=self.query,
            columns=values["columns"],
            file_format=values["format"],
            reason=values["reason"],
            address=self.request.META.get("REMOTE_ADDR") or None,
            encrypts=values["encrypts"],
            leaving=form.leaving,
            by=self.request.user,
        )

    def get_success_url(self, made):
        return reverse("centre:job", args=[made.pk])

    def back(self):
        return f"{reverse(self.list_url)}?{self.query}", self.listing.label

    def get_context_data(self, **kwargs):
        page = self.listing.shown(self.query, self.request.user)
        return super().get_context_data(
            rows=page.rows.count(),
            conditions=conditions_of(page),
            layouts=self.layouts(),
            layout=self.layout,
            standard=self.listing.standard,
            is_standard=self.is_standard,
            is_handed_out=self.listing.leaves is not None,
            query=self.query,
            **kwargs,
        )

    def _columns(self) -> list[dict]:
        """The columns to begin with."""
        if self.layout:
            return self.layout.columns
        if self.is_standard:
            return self.listing.standard.columns
        if self.request.GET.get("layout") == ALL:
            return [{"key": key} for key in self.listing.offered]
        return usual_choice(self.listing.offered)

    def _columns_where(self, holds: Callable) -> frozenset[str]:
        """The columns of which `holds(rows, column, user)` is true for this user."""
        user = self.request.user
        rows = self.listing.prepare(self.listing.shown(self.query, user).rows, timezone.localdate())
        return frozenset(key for key, column in self.listing.offered.items() if holds(rows, column, user))


def _number(text: str) -> int:
    """A record's number from an address; 0, which no record has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
