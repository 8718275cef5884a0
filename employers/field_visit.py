"""What field staff enter in the car park: a visit, the leaflets left there and what the employer said, at once."""

from datetime import date

from django.db import transaction

from centre.models import User
from employers import schemes, visiting
from employers.models import Establishment, Scheme, SchemeNotice, SchemeState, Visit


def record_field_visit(
    establishment: Establishment, *, visited_on: date, leaflets: dict[str, int], by: User, **learnt
) -> Visit:
    """Record a visit; `leaflets` {key of a scheme: how many} become notices of those schemes.

    The visit counts all leaflets; a scheme already joined stays joined. Raises DomainError for a day to come.
    """
    given = {key: count for key, count in leaflets.items() if count}
    with transaction.atomic():
        visit = visiting.record_visit(
            establishment, visited_on=visited_on, leaflets=sum(given.values()), by=by, **learnt
        )
        standing = dict(establishment.scheme_standings.values_list("scheme", "state"))
        for scheme in Scheme.objects.filter(pk__in=given):
            schemes.notice(
                establishment,
                scheme,
                noticed_on=visited_on,
                method=SchemeNotice.Method.VISIT,
                state=standing.get(scheme.pk, SchemeState.TOLD),
                leaflets=given[scheme.pk],
                by=by,
            )
    return visit
