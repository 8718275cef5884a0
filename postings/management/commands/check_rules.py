"""`manage.py check_rules BOOK --facts FILE [--on DATE] [--json]`: what a rule book says; needs no database.

FILE is JSON with the facts of one case, or CSV (`.csv`) with a line per case and a column per fact.
"""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser

from centre.errors import DomainError
from postings.rulebooks.book import Judgement, Outcome, judge
from postings.rulebooks.case_file import read_cases
from postings.rulebooks.facts import day
from postings.rulebooks.library import BOOKS, choose, choose_for

LARGEST_FILE = 1024 * 1024
OUTCOMES = {Outcome.MET: "満たす", Outcome.NOT_MET: "満たさない", Outcome.UNKNOWN: "要確認"}


class Command(BaseCommand):
    help = f"事実のファイル（JSON か、1行1件の CSV）を規則（{'、'.join(BOOKS)}）で判定します。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("book", nargs="?", default="", help="規則の名前")
        parser.add_argument("--facts", metavar="FILE", help="事実の .json か .csv（null・空欄・省略は「分からない」）")
        parser.add_argument("--on", metavar="DATE", help="判定の基準日（2026-10-01 の形。省略すると今日）")
        parser.add_argument("--json", action="store_true", help="JSON で出力する")

    def handle(self, *_args: str, **options: object) -> None:
        try:
            on = read_day(options["on"])
            if str(options["facts"] or "").lower().endswith(".csv"):
                answer = self._many(options["book"], options["facts"], on, as_values=options["json"])
            else:
                facts = read_file(options["facts"])
                judgement = judge(choose_for(options["book"], facts, on), facts, on=on)
                answer = as_json(values_of(judgement)) if options["json"] else as_table(judgement)
        except DomainError as error:
            raise CommandError(error.message, returncode=2) from error
        self.stdout.write(answer)

    def _many(self, book: str, name: str, on: date, *, as_values: bool) -> str:
        """What the book says of each case of a CSV file. Raises DomainError naming the case that cannot be read."""
        judged = []
        for case, facts in read_cases(content_of(name), choose(book, on).vocabulary):
            try:
                judged.append((case, judge(choose_for(book, facts, on), facts, on=on)))
            except DomainError as error:
                raise DomainError(f"{case}：{error.message}", error.field) from error
        if as_values:
            return as_json([{"case": case, **values_of(judgement)} for case, judgement in judged])
        return "\n\n".join(f"■ {case}\n{as_table(judgement)}" for case, judgement in judged)


def read_day(text: str | None) -> date:
    """The day of judgement; today in Japan when none is given."""
    if text is None:
        return datetime.now(ZoneInfo("Asia/Tokyo")).date()
    try:
        return day(text)
    except ValueError as error:
        raise DomainError(f"基準日（--on）が正しくありません：{error}") from error


def content_of(name: str | None) -> bytes:
    """The bytes of a file of facts. Raises DomainError for none, one that cannot be opened, one that is too large."""
    if not name:
        raise DomainError("事実のファイルを --facts FILE.json で指定してください。")
    try:
        with Path(name).open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise DomainError(f"ファイル「{name}」を開けません。場所と権限を確かめてください。") from error
    if len(content) > LARGEST_FILE:
        raise DomainError(f"ファイル「{name}」が大きすぎます（1MBまで）。")
    return content


def read_file(name: str | None) -> dict:
    """The facts in a JSON file in UTF-8, numbers exact. Raises DomainError."""
    content = content_of(name)
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=refuse_constant,
            object_pairs_hook=without_repeats,
        )
    except UnicodeDecodeError as error:
        raise DomainError(f"ファイル「{name}」の文字コードが UTF-8 ではありません。") from error
    except json.JSONDecodeError as error:
        raise DomainError(
            f"ファイル「{name}」は JSON として読めません（{error.lineno}行{error.colno}字目の近く）。"
        ) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise DomainError(
            f"ファイル「{name}」は JSON として読めません（数が大きすぎるか、入れ子が深すぎます）。"
        ) from error


def refuse_constant(name: str) -> None:
    """NaN and Infinity are no numbers of JSON."""
    raise DomainError(f"{name} は値として使えません。分からないときは null にしてください。")


def without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose names are all different: of two values nobody knows which is meant."""
    result = dict(pairs)
    if len(result) != len(pairs):
        raise DomainError("同じ名前の事実が2回書かれています。1つにしてください。")
    return result


def as_json(values: dict | list) -> str:
    """Judgements for programs."""
    return json.dumps(values, ensure_ascii=False, indent=2)


def values_of(judgement: Judgement) -> dict:
    """A judgement as values JSON can hold."""
    findings = [
        {"key": finding.key, "outcome": finding.outcome, "reason": finding.reason} for finding in judgement.findings
    ]
    return {
        "book": judgement.version.book,
        "version": judgement.version.name,
        "on": judgement.on.isoformat(),
        "findings": findings,
        "left_out": [{"key": item.key, "reason": item.reason} for item in judgement.left_out],
        "verdict": judgement.verdict,
    }


def as_table(judgement: Judgement) -> str:
    """The judgement for people, one requirement a line."""
    version = judgement.version
    lines = [f"{version.title}（{version.name} からの版）　基準日 {judgement.on.isoformat()}", ""]
    lines += [
        f"{finding.key}　{OUTCOMES[finding.outcome]}\t{finding.requirement.title}：{finding.reason}"
        for finding in judgement.findings
    ]
    lines += [f"{item.key}　判定外\t{item.requirement.title}：{item.reason}" for item in judgement.left_out]
    return "\n".join([*lines, "", *version.notes, f"{version.heading}：{judgement.verdict_in_words}"])
