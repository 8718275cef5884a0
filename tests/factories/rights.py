"""Makers of requests of people about their own data; the acts make them, so that they are what the product makes."""

from datetime import date

from privacy.models import RightsRequest
from privacy.rights import receiving
from tests.factories.centre import UserFactory

TODAY = date(2026, 11, 20)


def asked(person, kind="disclosure", **known) -> RightsRequest:
    """A request received on 20 November 2026."""
    fields = {
        "kind": kind, "requester": "self", "requester_name": "架空 花子", "what": "登録の内容を見たい",
        "way": "counter", "received_on": TODAY, "record": person, "by": UserFactory(),
    } | known  # fmt: skip
    return receiving.receive(**fields)


def decided(request, by, decision="granted", identity=True) -> RightsRequest:
    """Taken to the point where the prefecture has decided."""
    if identity:
        request = receiving.check_identity(
            request, request.version, identity_paper="licence", identity_on=TODAY, by=by
        )
    request = receiving.forward(request, request.version, forwarded_on=TODAY, forwarded_to="見本課", by=by)
    known = {"decision": decision, "decided_on": TODAY, "instruction": "見本の指示"}
    return receiving.decide(request, request.version, by=by, **known)
