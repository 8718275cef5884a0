"""Three-valued logic after Kleene: True, False, and None for “not known”."""

from fractions import Fraction

Truth = bool | None
Number = int | Fraction


def negated(value: Truth) -> Truth:
    """The opposite; not known stays not known."""
    return None if value is None else not value


def every(*values: Truth) -> Truth:
    """False as soon as one is False, whatever the unknown ones are; True only when all are True."""
    if False in values:
        return False
    return None if None in values else True


def some(*values: Truth) -> Truth:
    """True as soon as one is True, whatever the unknown ones are; False only when all are False."""
    if True in values:
        return True
    return None if None in values else False


def at_least(value: Number | None, limit: Number) -> Truth:
    """Whether a value reaches a limit; the limit itself reaches it."""
    return None if value is None else value >= limit


def below(value: Number | None, limit: Number) -> Truth:
    """Whether a value stays under a limit; the limit itself does not."""
    return None if value is None else value < limit
