"""What the law says of a posting on a day, book by book, with what to tell the employer (DOMAIN 3.1 to 3.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from centre.errors import DomainError
from postings.labour_law.declaring import latest_declaration
from postings.labour_law.law_facts import acceptance_facts, law_facts, terms_facts
from postings.models import JobPosting, MinimumWage, PostingAcceptance
from postings.rulebooks.book import Finding, Judgement, Outcome, judge
from postings.rulebooks.library import choose
from postings.rulebooks.logic import every
from postings.rulebooks.posting_law_wages import Rate


@dataclass(frozen=True)
class LawCheck:
    """The judgements of the three books, in their order; `refusals` are the books that could not judge, with why."""

    on: date
    judgements: tuple[Judgement, ...]
    refusals: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of every book."""
        return tuple(finding for judgement in self.judgements for finding in judgement.findings)

    @property
    def to_tell(self) -> tuple[Finding, ...]:
        """What the employer is told: what is not met and what is not known, that which is not met first.

        A1 and A4 only repeat the other two books; A2 is told once a person has judged it.
        """
        told = [
            finding
            for finding in self.findings
            if finding.outcome != Outcome.MET
            and finding.key not in REPEATS
            and (finding.key, finding.outcome) != ("A2", Outcome.UNKNOWN)
        ]
        return tuple(sorted(told, key=lambda finding: finding.outcome != Outcome.NOT_MET))


REPEATS = frozenset({"A1", "A4"})
ACCEPTANCE = "posting_acceptance"


def check(posting: JobPosting, on: date, *, is_inappropriate: bool | None = None) -> LawCheck:
    """Judge a posting by the three books with the minimum wages the database knows on that day.

    `is_inappropriate` is what a person holds of the terms (A2).
    A book that meets an impossible fact is left out and says why; the others still answer.
    """
    judgements, refusals, rates = {}, [], known_rates()

    def ask(book: str, facts: dict) -> dict[str, Outcome]:
        """The outcomes of a book by requirement; none when it cannot judge."""
        try:
            judgements[book] = judge(choose(book, on), facts, on=on, parameters={"rates": rates})
        except DomainError as error:
            refusals.append(error.message)
            return {}
        return {finding.key: finding.outcome for finding in judgements[book].findings}

    law = ask("posting_law", law_facts(posting, on))
    # A rate still to come is a warning with a day, not yet a ground of refusal (DOMAIN 3.3).
    if law.get("L2") == Outcome.NOT_MET:
        law["L2"] = Outcome.UNKNOWN
    stated = ask("posting_terms", terms_facts(posting))
    declaration = latest_declaration(posting.establishment.corporation_id)
    facts = acceptance_facts(declaration, _all_met(law), _all_met(stated))
    ask(ACCEPTANCE, facts | {"inappropriate": is_inappropriate})
    return LawCheck(on, tuple(judgements.values()), tuple(refusals))


def _all_met(outcomes: dict[str, Outcome]) -> bool | None:
    """True when everything is met, False when something is not, None when nobody can tell."""
    if not outcomes:
        return None
    return every(*({Outcome.MET: True, Outcome.NOT_MET: False}.get(outcome) for outcome in outcomes.values()))


def held_of(posting: JobPosting, latest: PostingAcceptance | None) -> bool | None:
    """What the latest decision holds of the terms (A2); None when there is none or the terms changed since."""
    return latest.is_inappropriate if latest and latest.posting_version == posting.version else None


def known_rates() -> tuple[Rate, ...]:
    """Every minimum wage in the database as the rule book reads it."""
    return tuple(as_rates(MinimumWage.objects.all()))


def as_rates(wages: Iterable[MinimumWage]) -> list[Rate]:
    """Minimum wages as the rule book reads them."""
    return [
        Rate(wage.kind, wage.name, wage.yen_per_hour, wage.effective_from, wage.effective_to, wage.certainty)
        for wage in wages
    ]
