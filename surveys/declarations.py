"""What the surveys declare to the registry."""

from centre.registry import JobKind, MenuItem, registry
from surveys import sheets_pdf
from surveys.mail_links import DECLARATIONS as MAIL_LINKS


def register() -> None:
    """Menu line and long work of the surveys."""
    registry.add(
        MenuItem("報告", "アンケート", "surveys:list", 710),
        JobKind(sheets_pdf.JOB, "アンケートの案内の紙", sheets_pdf.carry, "surveys.edit"),
        *MAIL_LINKS,
    )
