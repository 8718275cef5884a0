"""Which duties stand between a person and the product, by profile; the contract names its profile."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """A set of duties after one of the specifications.

    `needs_designation`: an account opens only from the effective day of a reported designation;
    `needs_notice`: nobody goes on before they have acknowledged the notice; `needs_training`: nobody goes on who has
    taken part in no training on personal data this fiscal year; `approves_manager` and `approves_workplace`: the
    official's approval is needed, a report is not enough.
    """

    label: str
    source: str
    needs_notice: bool = True
    needs_designation: bool = False
    needs_training: bool = False
    approves_manager: bool = False
    approves_workplace: bool = False


PROFILES: dict[str, Profile] = {
    "000": Profile("熊本県（既定）", "別記 第4・第7・第14", needs_designation=True, approves_workplace=True),
    "002": Profile("港区", "本文 6(2)、別紙1-11", needs_designation=True, approves_workplace=True),
    "003": Profile("新宿区", "運用 1〜4、特記 18", needs_designation=True, approves_workplace=True),
    "004": Profile(
        "熊本市（最も細かい）",
        "特記 4・5・6・7",
        needs_designation=True,
        needs_training=True,
        approves_manager=True,
        approves_workplace=True,
    ),
}
