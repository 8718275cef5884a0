"""What an inspection can be opened for: groups of records by name, with or without personal data. Data."""

from dataclasses import dataclass

from privacy.declarations import declared


@dataclass(frozen=True)
class Scope:
    """A group of records an inspector may read, by the abilities of the role matrix."""

    label: str
    abilities: tuple[str, ...]


SCOPES: dict[str, Scope] = {
    "employers": Scope("企業・利用者登録", ("employers.read", "employers.contacts")),
    "postings": Scope("求人・精査・掲載", ("postings.read", "vetting.read", "ledger.read")),
    "people": Scope(
        "就職希望者・相談・紹介", ("jobseekers.read", "consultations.read", "referrals.read", "referrals.count")
    ),
    "reports": Scope(
        "報告・県との会議・アンケート・経費", ("reports.read", "meetings.read", "surveys.read", "costs.read")
    ),
    "privacy": Scope(
        "個人情報の管理（指定・台帳・閲覧記録・事故・検査・点検）",
        (
            "privacy.read",
            "privacy.log",
            "registers.read",
            "provisions.read",
            "erasure.read",
            "incidents.press",
            "incidents.read",
            "incidents.papers",
        ),
    ),
    "staff": Scope("職員・勤務・研修", ("users.read", "roster.read", "staff.read", "training.read")),
}
ALWAYS = frozenset({"contract.read"})
# The access log is no declared table, but its lines hold the words people were searched by.
ALSO_PERSONAL = frozenset({"privacy.log"})


def personal_abilities() -> frozenset[str]:
    """The abilities that open pages with personal data, as the models declare them."""
    return ALSO_PERSONAL | {fields.readers for _, fields in declared()}


def abilities_of(scope: list[str], *, with_personal: bool) -> frozenset[str]:
    """What an inspection opens; without personal data nothing that shows any."""
    chosen = ALWAYS | {ability for key in scope if key in SCOPES for ability in SCOPES[key].abilities}
    return chosen if with_personal else chosen - personal_abilities()


def words_of(scope: list[str]) -> str:
    """The names of the groups."""
    return "、".join(SCOPES[key].label for key in scope if key in SCOPES)
