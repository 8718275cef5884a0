"""Whether a posting was listed as eligible on the day of an application (J5, DOMAIN 2.3): asked of the ledger."""

from datetime import date

from postings.models import JobPosting, PublicationEvent


def warning(posting: JobPosting, applied_on: date) -> str:
    """What to warn of, empty when the posting was listed as eligible on that day.

    It warns and does not refuse: the municipality decides, and the ledger may still be corrected.
    """
    lines = PublicationEvent.objects.filter(posting=posting)
    if lines.in_force_on(applied_on).filter(eligible=True).exists():
        return ""
    first = (
        lines.filter(eligible=True)
        .exclude(kind=PublicationEvent.Kind.ENDED)
        .order_by("effective_on")
        .values_list("effective_on", flat=True)
        .first()
    )
    if first is None:
        return "移住支援金の対象として掲載された記録がない求人への応募です。"
    if applied_on < first:
        return "対象として掲載された日より前の応募です。移住支援金の対象になりません。"
    return "対象としての掲載が切れている日の応募です。移住支援金の扱いを移住先の市町村に確かめてください。"
