"""What a kind of register is: a frozen declaration that drives form, page, paper, file, due day and constraint."""

from dataclasses import dataclass, field
from enum import Enum

from privacy.registers.courses import Course, State


class Shape(Enum):
    """How a field of a kind is typed and kept in the JSON of an entry."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """A field of a kind alone; choices are (code, name)."""

    key: str
    label: str
    shape: Shape = Shape.TEXT
    help: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Named:
    """A column of every entry under the name it has in a kind."""

    label: str
    help: str = ""
    required: bool = False


@dataclass(frozen=True)
class Term:
    """Days within which something is due: counted from the day after `asked_on` (民法140条).

    `profiles` are those whose specification sets it, `source` the clause; `topic` the value of the kind's field
    `topic` it holds for.
    """

    days: int
    profiles: frozenset[str]
    source: str
    topic: str


@dataclass(frozen=True)
class Paper:
    """The wording of an entry's form: a title and a sentence with {clause}, to the governor or for the file."""

    title: str
    words: str
    to_prefecture: bool = True


@dataclass(frozen=True)
class Kind:
    """A register.

    `sources` names the clause for each profile that switches it on; `columns` the real columns it uses, by name, in
    the order of the form; `state_words` what its states are called where the usual name does not fit.
    """

    key: str
    title: str
    prefix: str
    lead: str
    sources: dict[str, str]
    columns: dict[str, Named]
    course: Course
    paper: Paper
    fields: tuple[Field, ...] = ()
    terms: tuple[Term, ...] = ()
    state_words: dict[str, str] = field(default_factory=dict)

    def is_on(self, profile: str) -> bool:
        """Whether a profile asks for this register."""
        return profile in self.sources

    @property
    def asks_prefecture(self) -> bool:
        """Whether the prefecture is asked before anything is done."""
        return self.course.begins == State.ASKED

    def topic_word(self, topic: str) -> str:
        """The name of a value of the field `topic`."""
        return next(dict(one.choices)[topic] for one in self.fields if one.key == "topic")

    def state_word(self, state: str) -> str:
        """The name of a state in this register."""
        return self.state_words.get(state) or State(state).label

    def label(self, column: str, state: str = State.CLOSED) -> str:
        """The name of a column in this register; of a day of its course that of the step, which may end in `state`."""
        if column in self.columns:
            return self.columns[column].label
        steps = [one for one in self.course.steps if one.day == column]
        return next((one.day_label for one in steps if one.to == state), steps[0].day_label if steps else "")
