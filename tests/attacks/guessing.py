"""`make attack-guessing`: ten thousand guesses at one account and at a thousand, from one place and many (T17)."""

import statistics
import sys
import time
from collections import deque
from datetime import timedelta
from unittest import mock

import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.core.exceptions import NON_FIELD_ERRORS
from django.test import Client

from centre.models import User
from centre.roles import Role

PASSWORD = "a long sentence for the attack"
# Of each of the four attacks: ten thousand together.
GUESSES = 2_500
START = "2026-11-20T10:00:00+09:00"


def guess(login: str, password: str, address: str):
    """One try from a browser of its own."""
    return Client().post("/account/login/", {"login": login, "password": password}, REMOTE_ADDR=address)


def was_refused(answer) -> bool:
    """Whether nobody looked at the password; not so where an account is closed, which answers as to a wrong one."""
    return answer.status_code == 429 or answer.context["form"].has_error(NON_FIELD_ERRORS, "too_many_login_attempts")


def attack(name: str, logins: list[str], addresses: list[str], hours: float) -> int:
    """GUESSES guesses spread over some hours; the most verifications that one account saw in 15 minutes."""
    cache.clear()
    User.objects.update(failures_in_a_row=0)
    begun, cpu, refused = time.perf_counter(), time.process_time(), 0
    hasher = mock.patch.object(Argon2PasswordHasher, "verify", autospec=True, side_effect=Argon2PasswordHasher.verify)
    most = 0
    with hasher as verified, time_machine.travel(START, tick=False) as clock:
        at, looks, counted = 0.0, deque(), 0
        for number in range(GUESSES):
            answer = guess(logins[number % len(logins)], f"guess {number}", addresses[number % len(addresses)])
            refused += was_refused(answer)
            looks.extend([at] * (verified.call_count - counted))
            while looks and looks[0] <= at - 15:
                looks.popleft()
            most, counted, at = max(most, len(looks)), verified.call_count, at + hours * 60 / GUESSES
            clock.shift(timedelta(hours=hours) / GUESSES)
        total = verified.call_count
    worst = max(User.objects.filter(email__in=logins).values_list("failures_in_a_row", flat=True))
    sys.stdout.write(
        f"{name}：{GUESSES} 回（{hours:g} 時間）→ 照合 {total} 回、15分に最多 {most} 回、1アカウント最多 {worst} 回、"
        f"断り {refused} 回、{time.perf_counter() - begun:.0f} 秒（CPU {time.process_time() - cpu:.0f} 秒）\n"
    )
    return worst


def difference(known: str, unknown: str) -> float:
    """Milliseconds between the medians of a known and an unknown name."""
    spent: dict[str, list[float]] = {known: [], unknown: []}
    for number in range(60):
        for login in spent:
            cache.clear()
            User.objects.update(failures_in_a_row=0)
            begun = time.perf_counter()
            guess(login, "wrong", f"203.0.113.{number + 1}")
            spent[login].append((time.perf_counter() - begun) * 1000)
    middle = {login: statistics.median(times) for login, times in spent.items()}
    sys.stdout.write(
        f"ある名前 {middle[known]:.1f}、ない名前 {middle[unknown]:.1f} ミリ秒、"
        f"差 {abs(middle[known] - middle[unknown]):.1f} ミリ秒（目標 5 ミリ秒未満）\n"
    )
    return abs(middle[known] - middle[unknown])


def main() -> int:
    """Answers 1 when an account was tried more than a hundred times."""
    users = [
        User(email=f"user{number}@mihon.example", name=f"見本 {number}", role=Role.COUNSELLOR)
        for number in range(1000)
    ]
    users[0].set_password(PASSWORD)
    for user in users:
        user.password = users[0].password
    User.objects.bulk_create(users)
    logins = [user.email for user in users]
    hundred = [f"198.51.100.{number + 1}" for number in range(100)]
    worst = [
        attack("1アカウント・1か所", logins[:1], hundred[:1], 1),
        attack("1アカウント・100か所", logins[:1], hundred, 1),
        attack("1アカウント・100か所・1週間", logins[:1], hundred, 168),
        attack("1000アカウント・100か所", logins, hundred, 1),
    ]
    difference(logins[0], "nobody@mihon.example")
    return max(worst) > 100
