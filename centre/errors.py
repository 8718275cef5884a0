"""Errors of the domain: their message is Japanese and fit for the screen."""


class DomainError(Exception):
    """An act was refused. `message` tells the user why and what to do; `field` names the form field it belongs to."""

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


class EditConflict(DomainError):
    """Somebody else saved the record in between; `current` holds the record as it stands now."""

    def __init__(self, current):
        super().__init__(
            "ほかの職員がこの記録を先に保存しました。下の「いまの内容」と見比べて、もう一度保存してください。"
        )
        self.current = current
