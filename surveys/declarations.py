"""What the surveys declare to the registry."""

from centre.registry import MenuItem, registry


def register() -> None:
    """Menu line of the surveys."""
    registry.add(MenuItem("報告", "アンケート", "surveys:list", 710))
