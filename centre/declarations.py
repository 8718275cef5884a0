"""What the centre itself declares to the registry."""

from centre.registry import MenuItem, registry


def register() -> None:
    """Menu lines of the centre."""
    registry.add(
        MenuItem("ホーム", "今日の仕事", "home", 10),
        MenuItem("設定", "契約と目標", "centre:contract", 910),
        MenuItem("設定", "開設日の暦", "centre:calendar", 920),
        MenuItem("設定", "関係機関", "centre:agencies", 930),
        MenuItem("設定", "職員と役割", "centre:users", 940),
        MenuItem("設定", "処理の一覧", "centre:jobs", 950),
    )
