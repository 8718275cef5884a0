"""The sample's application that one person's records be erased, which waits for the second person."""

from datetime import timedelta

from django.utils import timezone

from centre.roles import Role
from config.sample.world import World
from jobseekers.models import Jobseeker
from privacy.erasing.asking import ask_for_person

DAYS = 7


def make(world: World) -> None:
    """Asked for by the privacy manager; the supervisor or the official decides."""
    # The people before have requests of their own in the sample.
    person = Jobseeker.objects.order_by("-pk")[3:4].first()
    if person:
        ask_for_person(
            person,
            ground="本人の求め（見本）。電話で受け、本人と確かめた。",
            planned_on=timezone.localdate() + timedelta(days=DAYS),
            by=world.staff[Role.PRIVACY_MANAGER],
        )
