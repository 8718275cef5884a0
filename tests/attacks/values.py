"""`make attack-values`: every hostile value to every parameter and field, one by one (T12)."""

import sys

import time_machine

from tests.security.attacking import Tally, forms, send_to_fields, send_to_parameters, send_to_paths
from tests.security.sample import NOW, fill


def main() -> int:
    """Answers 1 when a page broke."""
    start, broken = fill(), 0
    with time_machine.travel(NOW, tick=False):
        for what, send in (
            ("検索条件・並び・頁", lambda tally: send_to_parameters(start, tally, shares=1)),
            ("入力欄", lambda tally: send_to_fields(forms(start), tally, shares=1)),
            ("アドレスの一部", send_to_paths),
        ):
            tally = Tally()
            send(tally)
            broken += len(tally.broken)
            sys.stdout.write(
                f"{what}：{tally.pages} 画面、{tally.parameters} 項目、{tally.sent} 回、5xx {len(tally.broken)} 件\n"
            )
            for place, values in tally.broken.items():
                sys.stdout.write(f"  {place} × {len(values)} 例 {values[0]}\n")
    return bool(broken)
