"""What was typed is kept on the server until the form is saved (DESIGN §4.6)."""

from centre.errors import DomainError
from centre.models import Draft

MAX_CHARACTERS = 200_000


def keep(form: str, data: dict[str, str | list[str]], by) -> Draft:
    """Keep the typed values of a form (named by its path). Raises DomainError when they are absurdly long."""
    if sum(len(str(value)) for value in data.values()) > MAX_CHARACTERS:
        raise DomainError("入力が長すぎるため、下書きを保存できません。")
    draft, _ = Draft.objects.update_or_create(user=by, form=form[:200], defaults={"data": data})
    return draft


def find(form: str, by) -> Draft | None:
    """The draft of this user for this form, if any."""
    return Draft.objects.filter(user=by, form=form[:200]).first()


def discard(form: str, by) -> None:
    """Forget the draft: the form was saved, or the user does not want it."""
    Draft.objects.filter(user=by, form=form[:200]).delete()
