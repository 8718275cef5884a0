"""The sample's exercise of an incident, carried to its end, and the next one of the plan."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from centre.roles import Role
from config.sample.world import World
from jobseekers.models import Jobseeker
from privacy.incidents import affected, handling
from privacy.incidents.freezing import freeze
from privacy.incidents.noting import write_note
from privacy.models import ExercisePlan, Incident, IncidentMeasure, IncidentReport

AGO = 30
SCENARIO = "関係機関へのメールに、別の方の書類を添付した（想定）"


def make(world: World) -> None:
    """One exercise as it is kept, closed by the privacy manager, and one planned."""
    manager, counsellor = world.staff[Role.PRIVACY_MANAGER], world.staff[Role.COUNSELLOR]
    held_on = world.today - timedelta(days=AGO)
    noticed_at = timezone.make_aware(datetime.combine(held_on, time(10, 0)))
    exercise = Incident.objects.create(
        is_exercise=True,
        pressed_at=noticed_at + timedelta(minutes=4),
        pressed_by=counsellor,
        what=SCENARIO,
        noticed_at=noticed_at,
        kind=Incident.Kind.LEAK,
        contents="氏名、電話番号、希望する職種",
        place="見本の窓口",
        circumstances="送信の直後に、添付した書類が別の方のものと分かった。",
        cause="添付を選ぶときに確かめなかった。",
        notice_to_people="お詫びの文を用意した。",
    )
    write_note(exercise, "訓練として記録した", by=counsellor)
    person = Jobseeker.objects.order_by("pk").first()
    seen = affected.Proposal(Jobseeker._meta.label, person.pk, 1, noticed_at, noticed_at)
    affected.confirm(exercise, [seen], by=manager)
    handling.add_evidence(
        exercise,
        name="送ったメールの控え（見本）.txt",
        content_type="application/octet-stream",
        content="これは訓練の見本です。".encode(),
        caption="送ったメールの控え（訓練）",
        by=manager,
    )
    for kind, words in (
        (IncidentMeasure.Kind.CONTAIN, "相手に電話し、開かずに消してもらう。"),
        (IncidentMeasure.Kind.PREVENT, "添付は記録の書類からだけ選ぶ。"),
    ):
        handling.plan_measure(
            exercise,
            kind=kind,
            words=words,
            owner=counsellor,
            due_on=held_on,
            done_on=held_on,
            outcome="行った。",
            by=manager,
        )
    told = handling.tell(
        exercise,
        exercise.version,
        told_at=noticed_at + timedelta(minutes=20),
        told_to="見本課（訓練）",
        told_by_way=Incident.Way.PHONE,
        by=manager,
    )
    freeze(told, IncidentReport.Kind.IMMEDIATE, by=manager)
    handling.close(told, told.version, conclusion="20分で県に伝わった。手順を見直した。", by=manager)
    held = handling.plan_exercise(planned_on=held_on, scenario=SCENARIO, by=manager)
    ExercisePlan.objects.filter(pk=held.pk).update(incident=exercise)
    handling.plan_exercise(
        planned_on=world.today + timedelta(days=60), scenario="訪問先に書類を置き忘れた（想定）", by=manager
    )
