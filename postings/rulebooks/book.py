"""What a rule book is, how it is read from its data file, and how it judges facts."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from postings.rulebooks.facts import Fact, FactError, read_facts


class Outcome(StrEnum):
    """What one requirement says of the facts."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What all requirements together say."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"


# How a verdict is called where a book's data has no words of its own.
VERDICT_WORDS = {Verdict.ELIGIBLE: "対象", Verdict.NOT_ELIGIBLE: "対象外", Verdict.UNKNOWN: "要確認"}
HEADING = "要件の確認結果（参考）"


class Phase(StrEnum):
    """When a requirement can first be judged: before publication, or only once somebody has applied."""

    VETTING = "vetting"
    APPLICATION = "application"


class DateBasis(StrEnum):
    """The kind of date the rule itself names, by which a version is chosen."""

    POSTING = "posting"
    APPLICATION = "application"
    MOVE_IN = "move_in"


@dataclass(frozen=True)
class Answer:
    """What a rule function returns: the outcome and one Japanese sentence that names the fact.

    The outcome None leaves the requirement out of the verdict: nobody knows yet what it asks. It is never “met”.
    """

    outcome: Outcome | None
    reason: str


@dataclass(frozen=True)
class Terms:
    """What a rule function may read besides the facts: the day of judgement and the version's amounts."""

    on: date
    parameters: Mapping[str, object]


Rule = Callable[[Mapping[str, object], Terms], Answer]


@dataclass(frozen=True)
class Requirement:
    """One requirement: the rule's words, its source, what it reads, what proves it, and what to tell the employer."""

    key: str
    title: str
    words: str
    source: str
    certainty: str
    reads: tuple[str, ...]
    evidence: tuple[str, ...]
    human_may_decide: bool
    phase: Phase
    rule: Rule
    advice: str = ""
    # Which parameters are thresholds of which number, so that others can try the values on both sides of them.
    thresholds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class BookVersion:
    """The requirements in force from `valid_from` to `valid_to` (both included; None: still in force).

    `basis_fact` is the fact whose day chooses the version, for books about one person; `verdict_words` are what the
    book calls its verdicts, `notes` texts to hand on.
    """

    book: str
    title: str
    valid_from: date
    valid_to: date | None
    date_basis: DateBasis
    source: str
    certainty: str
    parameters: Mapping[str, object]
    requirements: tuple[Requirement, ...]
    vocabulary: tuple[Fact, ...]
    settle: Callable[[dict], dict]
    verdict_words: Mapping[Verdict, str]
    heading: str
    basis_fact: str = ""
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name a vetting keeps: the first day of the version, such as 2019-04-01."""
        return self.valid_from.isoformat()

    def covers(self, on: date) -> bool:
        """Whether the version is in force on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class RuleBook:
    """A named set of requirements with its versions, oldest first; `labels` name the parameters people may vary."""

    key: str
    title: str
    versions: tuple[BookVersion, ...]
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What one requirement answered."""

    requirement: Requirement
    outcome: Outcome
    reason: str

    @property
    def key(self) -> str:
        return self.requirement.key


@dataclass(frozen=True)
class LeftOut:
    """A requirement that does not enter the verdict, and why."""

    requirement: Requirement
    reason: str

    @property
    def key(self) -> str:
        return self.requirement.key


@dataclass(frozen=True)
class Judgement:
    """All findings of a version on a day, in the order of the book, and the verdict that follows from them.

    `left_out` are the requirements nobody can judge yet: they are shown beside the verdict, never counted as met.
    """

    version: BookVersion
    on: date
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Not eligible if anything is not met; else unknown if anything is unknown; else eligible."""
        outcomes = {finding.outcome for finding in self.findings}
        if Outcome.NOT_MET in outcomes:
            return Verdict.NOT_ELIGIBLE
        return Verdict.UNKNOWN if Outcome.UNKNOWN in outcomes else Verdict.ELIGIBLE

    @property
    def verdict_in_words(self) -> str:
        """The verdict as this book calls it: 対象 or 適法, 対象外 or 違反のおそれ, 要確認."""
        return self.version.verdict_words[self.verdict]


def met(reason: str) -> Answer:
    """The requirement is met."""
    return Answer(Outcome.MET, reason)


def not_met(reason: str) -> Answer:
    """The requirement is not met."""
    return Answer(Outcome.NOT_MET, reason)


def unknown(reason: str) -> Answer:
    """Nobody can tell yet; the reason says what to find out."""
    return Answer(Outcome.UNKNOWN, reason)


def left_out(reason: str) -> Answer:
    """The requirement stays out of the verdict; the reason says why, and what would bring it in."""
    return Answer(None, reason)


def missing(labels: Sequence[str]) -> Answer:
    """Nobody can tell because the named facts are not known."""
    return unknown(f"{'・'.join(labels)}が分からないため要確認")


def judge(
    version: BookVersion,
    facts: Mapping[str, object],
    *,
    on: date,
    phases: Sequence[Phase] = tuple(Phase),
    parameters: Mapping[str, object] = MappingProxyType({}),
) -> Judgement:
    """Apply a version to facts as of a day; `phases` leaves out what cannot be judged yet.

    `parameters` stand in for the version's own of the same name: amounts announced after the book was written.

    `facts` holds plain values (numbers, text, booleans, dates or ISO dates, lists of mappings); None or absent means
    not known. A rule is handed only the facts its requirement declares. Raises FactError for an impossible value,
    and for a day that belongs to another version of the book.
    """
    known = version.settle(read_facts(version.vocabulary, facts))
    basis = known.get(version.basis_fact)
    if basis is not None and not version.covers(basis):
        raise FactError(f"この日（{version.basis_fact}：{basis}）には別の版の規則が使われます。", version.basis_fact)
    terms = Terms(on=on, parameters={**version.parameters, **parameters})
    findings, aside = [], []
    for requirement in version.requirements:
        if requirement.phase in phases:
            answer = requirement.rule({key: known[key] for key in requirement.reads}, terms)
            if answer.outcome is None:
                aside.append(LeftOut(requirement, answer.reason))
            else:
                findings.append(Finding(requirement, answer.outcome, answer.reason))
    return Judgement(version, on, tuple(findings), tuple(aside))


def load_book(
    path: Path, *, rules: Mapping[str, Rule], vocabulary: tuple[Fact, ...], settle: Callable[[dict], dict]
) -> RuleBook:
    """Read a book from its data file; every requirement finds its function in `rules` by its key.

    A version without requirements of its own has those of the book: then only its parameters differ.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    versions = tuple(
        BookVersion(
            book=data["key"],
            title=data["title"],
            valid_from=entry["valid_from"],
            valid_to=entry.get("valid_to"),
            date_basis=DateBasis(entry["date_basis"]),
            source=entry["source"],
            certainty=entry["certainty"],
            parameters=entry["parameters"],
            requirements=tuple(
                _requirement(item, rules) for item in entry.get("requirements", data.get("requirements"))
            ),
            vocabulary=vocabulary,
            settle=settle,
            verdict_words=VERDICT_WORDS | data.get("verdict_words", {}),
            heading=data.get("heading", HEADING),
            basis_fact=data.get("basis_fact", ""),
            notes=tuple(data.get("notes", ())),
        )
        for entry in data["versions"]
    )
    return RuleBook(key=data["key"], title=data["title"], versions=versions, labels=data.get("labels", {}))


def _requirement(item: dict, rules: Mapping[str, Rule]) -> Requirement:
    lists = {"reads": tuple(item["reads"]), "evidence": tuple(item["evidence"])}
    lists["thresholds"] = {fact: tuple(names) for fact, names in item.get("thresholds", {}).items()}
    return Requirement(**(item | lists | {"phase": Phase(item["phase"]), "rule": rules[item["key"]]}))
