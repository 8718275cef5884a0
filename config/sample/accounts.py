"""Accounts of the demo: one per role."""

from datetime import date

from centre.models import User
from centre.roles import Role
from privacy.models import Designation, NoticeAcknowledgement, NoticeText

REPORTED_ON = date(2025, 4, 1)
PASSWORD = "kumamoto-demo-2026"

ACCOUNTS = (
    (Role.COUNSELLOR, "counsellor", "相談員 見本A", Role.COUNSELLOR),
    ("counsellor2", "counsellor2", "相談員 見本B", Role.COUNSELLOR),
    (Role.FIELD_STAFF, "field", "開拓員 見本C", Role.FIELD_STAFF),
    (Role.REVIEWER, "reviewer", "精査担当 見本D", Role.REVIEWER),
    (Role.SUPERVISOR, "supervisor", "統括責任者 見本E", Role.SUPERVISOR),
    (Role.PRIVACY_MANAGER, "privacy", "保護責任者 見本F", Role.PRIVACY_MANAGER),
    (Role.OFFICIAL, "official", "県担当 見本G", Role.OFFICIAL),
    (Role.ADMIN, "admin", "管理者 見本H", Role.ADMIN),
    (Role.INSPECTOR, "inspector", "検査員 見本I", Role.INSPECTOR),
)


def address(local: str) -> str:
    """The mail address of a demo account."""
    return f"{local}@demo.example"


def open_accounts() -> dict[str, User]:
    """Open the demo accounts that are missing; answers them by key."""
    people = {}
    for key, local, name, role in ACCOUNTS:
        user = User.objects.filter(email=address(local)).first()
        if user is None:
            user = User.objects.create_user(address(local), PASSWORD, name=name, role=role, organisation="見本の窓口")
            _ready_for_work(user, key)
        people[key] = user
    return people


def _ready_for_work(user: User, key: str) -> None:
    """The sample's people are reported to the prefecture and have acknowledged the notice."""
    if key in (Role.OFFICIAL, Role.ADMIN, Role.INSPECTOR):
        return
    manager = key == Role.PRIVACY_MANAGER
    Designation.objects.create(
        user=user,
        duty="manager" if manager else "handler",
        belongs_to="見本の窓口",
        contact="0120-827-867（窓口）" if manager else "",
        reported_on=REPORTED_ON,
        starts_on=REPORTED_ON,
    )
    NoticeAcknowledgement.objects.bulk_create(
        NoticeAcknowledgement(user=user, text=text) for text in NoticeText.objects.all()[:1]
    )
