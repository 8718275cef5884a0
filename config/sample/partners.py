"""Sample hand-offs to and from partner agencies, the pages on which they answer, and what was done there."""

import hashlib
from datetime import timedelta

from centre.bulk import copy, next_id, reset_sequences
from centre.models import PartnerAgency
from config.sample.world import World
from privacy.models import ConsentText, Provision
from referrals.models import Handoff, HandoffLink, LinkUse
from referrals.partners.sharing import in_words

DAYS_OPEN = timedelta(days=30)
RESULTS = {
    "handled": ("面談して住まいの案内をした", "窓口で制度を説明した", "求人の情報を渡した"),
    "declined": ("担当の区域の外だった",),
    "received": ("",),
    "waiting": ("",),
}
# Mostly the agencies that the contract names for working as one (8(7)).
WEIGHTS = {"PA02": 8, "PA03": 5, "PA05": 4, "HW01": 4}


def make(world: World, consultations: list[dict]) -> None:
    """Write the hand-offs that came out of the sample's consultations."""
    first = next_id(Handoff)
    handoffs = [{"id": first + number, **row} for number, row in enumerate(_handoffs(world, consultations))]
    _record_provisions(handoffs)
    copy(Handoff, handoffs)
    shown = [row for row in handoffs if row["direction"] == "out" and world.dice.random() < 0.6]
    first = next_id(HandoffLink)
    links = [_link(first + number, row) for number, row in enumerate(shown)]
    copy(HandoffLink, links)
    copy(LinkUse, [use for link, row in zip(links, shown, strict=True) for use in _uses(world, link, row)])
    # Only the pages whose partner pressed a button there say so.
    answered = [row["id"] for row in shown if row["answer"] in RESULTS and row["answered_on"]]
    Handoff.objects.filter(pk__in=answered).update(answered_on_page=True)
    reset_sequences([Handoff, HandoffLink, LinkUse])


def _handoffs(world: World, consultations: list[dict]):
    dice = world.dice
    agencies = dict(PartnerAgency.objects.values_list("key", "pk"))
    weights = [WEIGHTS.get(key, 1) for key in agencies]
    text = ConsentText.objects.filter(purpose=ConsentText.Purpose.HANDOFF).order_by("-version").first()
    for row in consultations:
        if (row["establishment_id"] is None and row["jobseeker_id"] is None) or dice.random() > 0.08:
            continue
        is_person, is_out = row["jobseeker_id"] is not None, dice.random() < 0.8
        day = row["held_at"].date()
        answered = day + timedelta(days=dice.randint(1, 14)) if is_out else day
        answer = dice.choices(("handled", "received", "declined"), weights=(7, 2, 1))[0] if is_out else "received"
        if answered > world.today or (is_out and dice.random() < 0.25):
            answer = "waiting"
        items = ["name", "phone", "message"] if is_person else ["employer", "employer_phone", "message"]
        yield {
            "direction": "out" if is_out else "in",
            "agency_id": dice.choices(list(agencies.values()), weights=weights)[0],
            "establishment_id": row["establishment_id"],
            "jobseeker_id": row["jobseeker_id"],
            "consultation_id": row["id"],
            "handed_on": day,
            "purpose": "移住とくらしの相談" if is_person else "制度の詳しい説明",
            "consented_on": day if is_out else None,
            "consent_text_id": text.pk if is_out else None,
            "shared": items if is_out else [],
            "message": row["summary"] if is_out else "",
            "items": "" if is_out else "氏名、相談の内容",
            "answer": answer,
            "answered_on": answered if answer != "waiting" else None,
            "result": dice.choice(RESULTS[answer]) if is_out else "",
            "recorded_by_id": row["counsellor_id"],
            "recorded_at": row["held_at"],
        }


def _record_provisions(handoffs: list[dict]) -> None:
    """Write the record of what each hand-off told, and point each to its own."""
    names, first = dict(PartnerAgency.objects.values_list("pk", "name")), next_id(Provision)
    told = [row for row in handoffs if row["shared"]]
    provisions = [_provision(first + number, row, names) for number, row in enumerate(told)]
    copy(Provision, provisions)
    reset_sequences([Provision])
    for row in handoffs:
        row["provision_id"] = None
    for row, provision in zip(told, provisions, strict=True):
        row["provision_id"] = provision["id"]


def _provision(number: int, row: dict, names: dict) -> dict:
    is_person = row["jobseeker_id"] is not None
    return {
        "id": number,
        "provided_on": row["handed_on"],
        "recipient_kind": "agency",
        "agency_id": row["agency_id"],
        "recipient": names[row["agency_id"]],
        "items": in_words(row["shared"]),
        "people": 1 if is_person else 0,
        "employers": 0 if is_person else 1,
        "ground": "consent",
        "consent_text_id": row["consent_text_id"],
        "basis": "",
        "means": "handoff",
        "purpose": "関係機関へのつなぎ",
        "subject": Handoff._meta.label,
        "subject_id": row["id"],
        "provided_by_id": row["recorded_by_id"],
        "recorded_at": row["recorded_at"],
        "cancelled_at": None,
        "cancelled_by_id": None,
        "cancelled_reason": "",
    }


def _link(number: int, row: dict) -> dict:
    return {
        "id": number,
        "handoff_id": row["id"],
        # Of no secret that anybody knows: nobody can open a sample's page.
        "token_hash": hashlib.sha256(f"sample {number}".encode()).hexdigest(),
        "expires_on": row["handed_on"] + DAYS_OPEN,
        "made_by_id": row["recorded_by_id"],
        "made_at": row["recorded_at"],
        "ended_at": None,
    }


def _uses(world: World, link: dict, row: dict):
    if row["answered_on"] is None:
        return
    for kind in ("opened", row["answer"]):
        yield {
            "link_id": link["id"],
            "kind": kind,
            "at": world.at(row["answered_on"]),
            "language": "ja",
            "address": "192.0.2.10",
        }
