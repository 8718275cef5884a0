"""What privacy declares to the registry."""

from centre.registry import MenuItem, registry


def register() -> None:
    """Menu lines of privacy."""
    registry.add(
        MenuItem("個人情報", "閲覧記録", "privacy:access_log", 800),
        MenuItem("個人情報", "個人情報の台帳", "privacy:register", 810),
    )
