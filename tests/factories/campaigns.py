"""Makers of rounds of calls and mails."""

from employers import campaigning
from employers.models import Campaign, CampaignCase
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

SCRIPT = {"script": "お世話になっております。", "purpose": "登録内容の確認"}
MAIL = {"key": "A", "subject": "{事業所名}さまへのご案内", "body": "{担当者名} 様\n{法人名}のみなさまへ"}


def started(method: str = "call", **given) -> Campaign:
    """A running campaign; by default for every employer of the register."""
    plan = {"title": "見本の企画", "method": method, "query": "", "questions": [], "variants": []} | SCRIPT
    if method == "mail":
        plan["variants"] = [MAIL]
    return campaigning.start(**(plan | {"by": UserFactory()} | given)).campaign


def call_case(**given) -> CampaignCase:
    """The only employer of a campaign of calls."""
    establishment = EstablishmentFactory()
    return started(**given).cases.get(establishment=establishment)
