"""`make attack-addresses`: every address × method × role against the matrix, counted and timed (T8)."""

import statistics
import sys
import time
from collections import Counter

import time_machine

from centre.addresses import URLS
from centre.gates import PUBLIC
from centre.roles import Role
from tests.security.pages_and_forms import DOOR
from tests.security.sample import NOW, fill
from tests.security.walking import addresses, asks_for_reason, logged_in_as, opens

METHODS = ("get", "post", "put", "patch", "delete")
ROUNDS = 20


def fits(user, one, method: str, status: int) -> bool:
    """Whether an answer is one that the matrix allows."""
    if not opens(user, one.name):
        return status == 403
    if method != "get" and URLS[one.name] != PUBLIC:
        return status == 403
    if one.unknown and URLS[one.name] != PUBLIC and not asks_for_reason(user, one.name):
        return status in (302, 404, 405)
    return status < 500


def main() -> int:
    """Answers 1 when an answer was another than the matrix says."""
    fill()
    asked, wrong = Counter(), []
    with time_machine.travel(NOW, tick=False):
        ours = [one for one in addresses() if not one.name.startswith(DOOR)]
        for role in Role:
            client, user = logged_in_as(role, enforce_csrf_checks=True)
            for one in ours:
                for method in METHODS:
                    status = getattr(client, method)(one.path).status_code
                    asked[role] += 1
                    if not fits(user, one, method, status):
                        wrong.append((role, method, one.path, status))
        sys.stdout.write(
            f"{len({one.name for one in ours})} の画面、{len(ours)} のアドレス × {len(METHODS)} の"
            f"方法 × {len(Role)} の役割 ＝ {asked.total()} 回：権限表と違う返事 {len(wrong)} 件\n"
        )
        _time_difference(ours)
    for line in wrong[:20]:
        sys.stdout.write(f"  {line}\n")
    return bool(wrong)


def _time_difference(ours) -> None:
    """How long a refused role waits for a record that is there and for one that is not."""
    client, user = logged_in_as(Role.OFFICIAL)
    spent: dict[bool, list[float]] = {True: [], False: []}
    forbidden = [one for one in ours if not opens(user, one.name) and "1" in one.path]
    for _ in range(ROUNDS):
        for one in forbidden:
            begun = time.perf_counter()
            client.get(one.path)
            spent[one.unknown].append((time.perf_counter() - begun) * 1000)
    there, nowhere = statistics.median(spent[False]), statistics.median(spent[True])
    sys.stdout.write(
        f"断られるまで：ある記録 {there:.2f}、ない記録 {nowhere:.2f}、差 {abs(there - nowhere):.2f} ミリ秒"
        f"（目標 5 ミリ秒以内、{sum(map(len, spent.values()))} 回）\n"
    )
