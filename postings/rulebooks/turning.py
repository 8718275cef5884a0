"""Which single fact would turn a verdict: every answer a fact can have is tried, one fact at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from postings.rulebooks.book import VERDICT_WORDS, BookVersion, Phase, Verdict, judge
from postings.rulebooks.facts import Fact, FactError, yen
from postings.rulebooks.wording import yen as yen_in_words


@dataclass(frozen=True)
class Option:
    """An answer that is tried: a value standing for all that are judged alike, and how a sentence says it."""

    value: object
    words: str


@dataclass(frozen=True)
class TurningPoint:
    """A fact that is now `now`, the answers to it that give another verdict, and that verdict."""

    fact: Fact
    now: object
    options: tuple[Option, ...]
    verdict: Verdict

    @property
    def values(self) -> tuple[object, ...]:
        return tuple(option.value for option in self.options)

    @property
    def sentence(self) -> str:
        """One Japanese sentence, such as 週の所定労働時間が20時間以上になれば、対象になります。"""
        words = "か".join(option.words for option in self.options)
        if self.now is None:
            return f"{self.fact.label}が{words}と分かれば、{VERDICT_WORDS[self.verdict]}になります。"
        return f"{self.fact.label}が{words}になれば、{VERDICT_WORDS[self.verdict]}になります。"


def turning_points(
    version: BookVersion, facts: Mapping[str, object], on: date, phases: Sequence[Phase] = tuple(Phase)
) -> list[TurningPoint]:
    """The facts that alone would give another verdict of this version, in the order of its vocabulary.

    Tried are facts with named answers and numbers with thresholds; lists, days and places are not. Raises FactError
    when the facts as they are cannot be read.
    """
    now = judge(version, facts, on=on, phases=phases).verdict
    found = []
    for fact in version.vocabulary:
        by_verdict: dict[Verdict, list[Option]] = {}
        for option in options(version, fact, facts.get(fact.key)):
            verdict = _verdict(version, {**facts, fact.key: option.value}, on, phases)
            if verdict not in {None, now}:
                by_verdict.setdefault(verdict, []).append(option)
        found += [
            TurningPoint(fact, facts.get(fact.key), tuple(tried), verdict) for verdict, tried in by_verdict.items()
        ]
    return found


def options(version: BookVersion, fact: Fact, now: object) -> Iterator[Option]:
    """The answers to try: each other named answer, or one number between each two neighbouring thresholds."""
    if fact.answers:
        yield from (Option(value, f"「{words}」") for value, words in fact.answers.items() if value != now)
        return
    limits = _limits(version, fact)
    if not limits:
        return
    edges = [None, *limits, None]
    for low, high in pairwise(edges):
        if now is None or not (low is None or now >= low) or not (high is None or now < high):
            yield Option(low if low is not None else _just_below(high), _span(fact, low, high))


def _limits(version: BookVersion, fact: Fact) -> list[int]:
    names = {name for item in version.requirements for name in item.thresholds.get(fact.key, ())}
    return sorted({int(version.parameters[name]) for name in names})


def _just_below(limit: int) -> int | float:
    """A value under the limit that stands for all of them: the rules ask no more than on which side a number lies."""
    return max(limit - 1, 0)


def _span(fact: Fact, low: int | None, high: int | None) -> str:
    write = yen_in_words if fact.read is yen else lambda value: f"{value}時間"
    parts = (f"{write(low)}以上" if low is not None else "", f"{write(high)}未満" if high is not None else "")
    return "".join(parts)


def _verdict(version: BookVersion, facts: Mapping[str, object], on: date, phases: Sequence[Phase]) -> Verdict | None:
    """The verdict of facts; None for an answer that contradicts the others."""
    try:
        return judge(version, facts, on=on, phases=phases).verdict
    except FactError:
        return None
