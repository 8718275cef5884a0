"""What counts as personal data, declared once on the model (DESIGN §4.4).

A model with personal fields carries `personal_fields = personal(name="氏名", phone="電話番号", purpose=...)`.
Masking, access log, export, return and erasure read it from there.
"""

from dataclasses import dataclass

from django.apps import apps

from centre.roles import ABILITIES, may


@dataclass(frozen=True)
class Personal:
    """The personal fields of a model.

    `labels` maps field name to its Japanese name; `purpose` is the purpose of use (利用目的); `keep` the retention;
    `readers` the ability that may see the fields unmasked; `about` the relation that leads to the person it is about.
    """

    labels: dict[str, str]
    purpose: str
    keep: str
    readers: str
    about: str = ""

    def readable_by(self, user) -> bool:
        """Whether somebody sees the fields unmasked."""
        return may(user, self.readers)


def personal(*, purpose: str, keep: str, readers: str, about: str = "", **labels: str) -> Personal:
    """Declare the personal fields of a model; raises KeyError for an ability the matrix does not know."""
    ABILITIES[readers]
    return Personal(labels=labels, purpose=purpose, keep=keep, readers=readers, about=about)


def declared() -> list[tuple[type, Personal]]:
    """Every model with personal fields, with its declaration, in the order of the rooms."""
    return [(model, model.personal_fields) for model in apps.get_models() if hasattr(model, "personal_fields")]


def mask(value: str) -> str:
    """A personal value for eyes without need: the first character and ＊＊."""
    return f"{value[0]}＊＊" if value else ""
