"""The one matrix: who may do what (DESIGN §5); `centre/addresses/` says which ability each address needs.

Pages, menus, interface and tests read both. An address that is not listed is refused, and fails the tests.
"""

from django.db.models import TextChoices


class Role(TextChoices):
    COUNSELLOR = "counsellor", "相談員"
    FIELD_STAFF = "field_staff", "求人開拓員"
    REVIEWER = "reviewer", "精査担当者"
    SUPERVISOR = "supervisor", "事業統括責任者"
    PRIVACY_MANAGER = "privacy_manager", "個人情報保護責任者"
    OFFICIAL = "official", "県担当者"
    ADMIN = "admin", "システム管理者"
    INSPECTOR = "inspector", "検査員（県）"


C, F, R, S, P, OFFICIAL, A, INSPECTOR = Role
EVERYONE = frozenset(Role) - {INSPECTOR}
# They belong to the prefecture, not to the staff of the counter.
OUTSIDE = frozenset({OFFICIAL, INSPECTOR})

ABILITIES: dict[str, frozenset[Role]] = {
    "employers.read": EVERYONE,
    "employers.edit": frozenset({C, F, R, S}),
    "employers.export": frozenset({C, R, S, A}),
    "employers.contacts": frozenset({C, F, R, S}),
    "postings.read": EVERYONE,
    "postings.edit": frozenset({C, F, R, S}),
    "postings.refuse": frozenset({R, S}),
    "postings.export": frozenset({C, R, S, A}),
    "vetting.read": frozenset({C, F, R, S, OFFICIAL}),
    "vetting.prepare": frozenset({C, F, R, S}),
    "vetting.approve": frozenset({R, S}),
    "wages.announce": frozenset({R, S}),
    "ledger.read": frozenset({C, R, S, P, OFFICIAL}),
    "ledger.record": frozenset({C, R, S}),
    "renewals.release": frozenset({R, S}),
    "ledger.revoke": frozenset({S}),
    "ledger.check": frozenset({R, S}),
    "consultations.read": frozenset({C, F, R, S, P}),
    "consultations.edit": frozenset({C, F, R, S}),
    "mails.edit": frozenset({C, S}),
    "jobseekers.read": frozenset({C, S, P}),
    "jobseekers.edit": frozenset({C, S}),
    "referrals.read": frozenset({C, S, P}),
    "referrals.edit": frozenset({C, S}),
    "referrals.export": frozenset({C, S}),
    "referrals.count": frozenset({C, S, P, OFFICIAL}),
    "surveys.read": frozenset({C, S, OFFICIAL}),
    "surveys.edit": frozenset({C, S}),
    "reports.read": frozenset({C, S, OFFICIAL}),
    "reports.draft": frozenset({C, S}),
    "reports.confirm": frozenset({S}),
    "reports.discuss": frozenset({S, OFFICIAL}),
    "reports.layout": frozenset({S, A}),
    "meetings.read": frozenset({C, F, R, S, P, OFFICIAL}),
    "meetings.edit": frozenset({C, S}),
    "meetings.submit": frozenset({S}),
    "meetings.answer": frozenset({OFFICIAL}),
    "meetings.carry_out": frozenset({C, F, R, S, P, OFFICIAL}),
    "costs.read": frozenset({S, OFFICIAL}),
    "costs.edit": frozenset({S}),
    "privacy.read": frozenset({S, P}),
    "privacy.edit": frozenset({P}),
    "rights.read": frozenset({C, S, P}),
    "rights.edit": frozenset({C, S, P}),
    "rights.carry_out": frozenset({S, P}),
    "retention.read": frozenset({S, P}),
    "retention.edit": frozenset({S, P}),
    "retention.release": frozenset({P}),
    "privacy.log": frozenset({S, P}),
    "registers.read": frozenset({S, P}),
    "registers.edit": frozenset({S, P}),
    "registers.approve": frozenset({OFFICIAL}),
    "provisions.read": frozenset({C, R, S, P}),
    "provisions.edit": frozenset({C, R, S, P}),
    "provisions.cancel": frozenset({S, P}),
    "provisions.export": frozenset({S, P}),
    "incidents.press": EVERYONE,
    "incidents.read": frozenset({S, P}),
    "incidents.papers": frozenset({S, P, OFFICIAL}),
    "incidents.reported": frozenset({OFFICIAL}),
    "incidents.handle": frozenset({S, P}),
    "incidents.close": frozenset({P}),
    "erasure.read": frozenset({S, P, OFFICIAL}),
    "erasure.ask": frozenset({P}),
    "erasure.approve": frozenset({S, OFFICIAL}),
    "erasure.approve_contract": frozenset({OFFICIAL}),
    "erasure.download": frozenset({P, OFFICIAL}),
    "users.read": frozenset({P, A}),
    "users.edit": frozenset({A}),
    "agencies.edit": frozenset({S, A}),
    "contract.read": EVERYONE,
    "contract.edit": frozenset({A}),
    "backups.read": frozenset({S, P, A}),
    "jobs.read": EVERYONE,
    "closures.edit": frozenset({S, A}),
    "roster.read": frozenset({C, F, R, S, P, A}),
    "roster.edit": frozenset({S}),
    "staff.read": frozenset({S, P, A}),
    "staff.edit": frozenset({S, A}),
    "training.read": frozenset({C, F, R, S, P, A}),
    "training.edit": frozenset({S, P}),
}

# What an inspection may open at most; which of it, and when, each inspection says (契約 13(1), 特記事項 第16).
INSPECTABLE = (
    "employers.read",
    "employers.contacts",
    "postings.read",
    "vetting.read",
    "ledger.read",
    "consultations.read",
    "jobseekers.read",
    "referrals.read",
    "referrals.count",
    "surveys.read",
    "reports.read",
    "meetings.read",
    "costs.read",
    "privacy.read",
    "privacy.log",
    "registers.read",
    "provisions.read",
    "erasure.read",
    "incidents.press",
    "incidents.read",
    "incidents.papers",
    "users.read",
    "contract.read",
    "roster.read",
    "staff.read",
    "training.read",
)
ABILITIES |= {name: ABILITIES[name] | {INSPECTOR} for name in INSPECTABLE}

# Roles that see these pages only after giving a reason, which the access log keeps (DESIGN §5 "read with reason").
WITH_REASON: dict[str, frozenset[Role]] = {
    "jobseekers.read": frozenset({P}),
    "consultations.read": frozenset({P}),
    "referrals.read": frozenset({P}),
}


def may(user, ability: str) -> bool:
    """Whether a user's role holds an ability. Raises KeyError for an ability that the matrix does not know.

    An inspector holds only what the inspection that runs opens (`user.watch`), and nothing without one.
    """
    if not (user.is_authenticated and user.is_active and user.role in ABILITIES[ability]):
        return False
    if user.role != Role.INSPECTOR:
        return True
    watch = getattr(user, "watch", None)
    return watch is not None and ability in watch.abilities


def needs_reason(user, ability: str) -> bool:
    """Whether this role must give a reason before it reads what the ability opens."""
    return user.role in WITH_REASON.get(ability, frozenset())
