"""The sample's signed checklist."""

from centre.roles import Role
from config.sample.world import World
from privacy.checklists.answering import sign


def make(world: World) -> None:
    """The contract's clauses as the privacy manager signed them when the sample was made."""
    sign("clauses", remark="要確認の項目を、次の打合せで県に示す（見本）", by=world.staff[Role.PRIVACY_MANAGER])
