"""The courses of an entry as data: which state follows which, which day the step notes, what it must say."""

from dataclasses import dataclass

from django.db.models import TextChoices


class State(TextChoices):
    ASKED = "asked", "申請中"
    PERMITTED = "permitted", "承諾済"
    CARRIED = "carried", "実施中"
    OPEN = "open", "対応中"
    ANSWERED = "answered", "回答済"
    CLOSED = "closed", "完了"
    REFUSED = "refused", "不承諾"
    VOID = "void", "取消し"


# No step leads out of these; the entry is part of the record.
FINAL = (State.CLOSED, State.REFUSED, State.VOID)
# States in which the day that an entry is due counts.
DUE = (State.CARRIED, State.OPEN)
# States that a badge shows as what is still to do.
UNFINISHED = (State.ASKED, State.PERMITTED, State.CARRIED, State.OPEN, State.ANSWERED)


@dataclass(frozen=True)
class Step:
    """A step from one of `froms` to `to`, on the day that column `day` keeps.

    `label` is the button, `day_label` names the day, `result_label` what has to be written (empty: nothing has);
    `asks_consent`: the number of the prefecture's letter is asked for.
    """

    key: str
    label: str
    froms: tuple[State, ...]
    to: State
    day: str
    day_label: str
    result_label: str = ""
    asks_consent: bool = False


@dataclass(frozen=True)
class Course:
    """How an entry goes from `begins` on."""

    begins: State
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step | None:
        """The step of a key, or None."""
        return next((one for one in self.steps if one.key == key), None)

    def after(self, state: str) -> tuple[Step, ...]:
        """The steps that lead on from a state."""
        return tuple(one for one in self.steps if state in one.froms)

    @property
    def moves(self) -> tuple[tuple[str, str], ...]:
        """Every (from, to) the course allows."""
        return tuple((str(state), str(one.to)) for one in self.steps for state in one.froms)


def _void(*froms: State) -> Step:
    return Step("void", "取り消す", froms, State.VOID, "closed_on", "取り消した日", "取り消した理由")


def permit(carry: str, carried: str, close: str, closed: str) -> Course:
    """Asked of the prefecture, permitted, done, over; `carry` and `close` are the buttons, the others their days."""
    return Course(
        State.ASKED,
        (
            Step(
                "permit",
                "書面の承諾を記録",
                (State.ASKED,),
                State.PERMITTED,
                "permitted_on",
                "県が承諾した日",
                asks_consent=True,
            ),
            Step(
                "refuse",
                "不承諾を記録",
                (State.ASKED,),
                State.REFUSED,
                "closed_on",
                "県が承諾しないと答えた日",
                "県の答え",
            ),
            Step("carry", carry, (State.PERMITTED,), State.CARRIED, "carried_on", carried),
            Step("close", close, (State.CARRIED,), State.CLOSED, "closed_on", closed, "結果"),
            _void(State.ASKED, State.PERMITTED),
        ),
    )


def custody(close: str, closed: str, result: str = "結果") -> Course:
    """Held from a day until it is given back, put out of use or run out; `result` is what has to be written then."""
    return Course(
        State.OPEN,
        (
            Step("close", close, (State.OPEN,), State.CLOSED, "closed_on", closed, result),
            _void(State.OPEN),
        ),
    )


def answer(reply: str, replied: str, close: str, closed: str) -> Course:
    """Received, answered or reported within the time, over."""
    return Course(
        State.OPEN,
        (
            Step("answer", reply, (State.OPEN,), State.ANSWERED, "answered_on", replied, "内容"),
            Step("close", close, (State.ANSWERED,), State.CLOSED, "closed_on", closed, "結果"),
            _void(State.OPEN),
        ),
    )
