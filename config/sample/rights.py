"""Sample requests of people about their data, and a provision on paper."""

from datetime import timedelta

from django.utils import timezone

from centre.roles import Role
from config.sample.world import World
from jobseekers.models import Jobseeker
from privacy.models import Provision, RightsRequest
from privacy.rights import receiving
from privacy.rights.carrying_out import stop_use
from privacy.sharing.providing import Terms, record_provision

REQUESTER = "見本 太郎"


def make(world: World) -> None:
    """A disclosure on its way, a stop of use in force, a correction that is finished."""
    counsellor, boss = world.staff[Role.COUNSELLOR], world.staff[Role.SUPERVISOR]
    people = list(Jobseeker.objects.order_by("-pk")[:3])
    if len(people) < 3:
        return
    # The sample may end after the day on which it is made.
    today = min(world.today, timezone.localdate())
    long_ago = today - timedelta(days=20)
    kinds = RightsRequest.Kind
    disclosure = _received(people[0], kinds.DISCLOSURE, "登録している内容を見たい。", today, counsellor)
    receiving.check_identity(
        disclosure, disclosure.version, identity_paper="licence", identity_on=today, by=counsellor
    )
    stop = _received(people[1], kinds.STOP, "求人の案内を止めたい。", today, counsellor)
    stop_use(stop, by=boss)
    correction = _received(people[2], kinds.CORRECTION, "ふりがなの誤りを直したい。", long_ago, counsellor)
    correction = receiving.check_identity(
        correction, correction.version, identity_paper="passport", identity_on=long_ago, by=counsellor
    )
    correction = receiving.forward(
        correction, correction.version, forwarded_on=long_ago, forwarded_to="見本課", by=counsellor
    )
    day = long_ago + timedelta(days=7)
    correction = receiving.decide(
        correction, correction.version, decision="granted", decided_on=day, instruction="見本の指示第1号", by=boss
    )
    receiving.finish(
        correction, correction.version, finished_on=day, outcome="内容を確かめ、誤りがないことを伝えた。", by=boss
    )
    record_provision(
        Terms("prefecture", "instruction", "月次の会議の資料", basis="見本の指示第2号"),
        items="登録企業の事業所名、業種、所在地",
        means=Provision.Means.OTHER,
        employers=12,
        provided_on=long_ago,
        by=boss,
    )


def _received(person: Jobseeker, kind: str, what: str, day, by) -> RightsRequest:
    return receiving.receive(
        kind=kind,
        requester=RightsRequest.Requester.SELF,
        requester_name=REQUESTER,
        what=what,
        way=RightsRequest.Way.COUNTER,
        received_on=day,
        record=person,
        by=by,
    )
