"""What stands beside an inspector while a page is made: what may be opened, and the lines of the log until then."""

from dataclasses import dataclass, field

from django.utils import timezone

from centre.templatetags.display import moment
from privacy.inspections.scopes import abilities_of
from privacy.models import AccessLog, Inspection


@dataclass
class Watch:
    """The inspection that runs; `user.watch` of an inspector. `lines` are written when the page is done."""

    inspection: int
    abilities: frozenset[str]
    words: str
    mark: str
    lines: list[AccessLog] = field(default_factory=list)

    @classmethod
    def over(cls, inspection: Inspection) -> "Watch":
        """The watch of an inspection."""
        return cls(
            inspection=inspection.pk,
            abilities=abilities_of(inspection.scope, with_personal=inspection.with_personal),
            words=(
                f"検査中（閲覧だけ）：{inspection.officials}　{moment(inspection.ends_at)}まで"
                "　開いた画面はすべて記録されます。"
            ),
            mark=f"検査のための閲覧　検査{inspection.pk}　{moment(timezone.now())}　{inspection.officials}",
        )

    def write_lines(self, request, status: int) -> None:
        """Put into the log which page was opened, with its answer, and what the page itself noted."""
        self.lines.insert(
            0,
            AccessLog(
                user=request.user,
                role=request.user.role,
                action=AccessLog.Action.READ,
                subject=Inspection._meta.label,
                subject_id=self.inspection,
                detail=f"{request.method} {request.path} {status}"[:300],
                address=request.META.get("REMOTE_ADDR") or None,
            ),
        )
        for line in self.lines:
            line.save()
