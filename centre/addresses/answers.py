"""What people without an account open: which ability each address needs."""

from centre.gates import PUBLIC

URLS: dict[str, str] = {
    "answer": PUBLIC,
    "survey": PUBLIC,
    "handoff": PUBLIC,
    "jobs:list": PUBLIC,
    "jobs:detail": PUBLIC,
    "jobs:feed": PUBLIC,
    "jobs:feed_json": PUBLIC,
    "jobs:sitemap": PUBLIC,
    "postings:check_counts": "ledger.check",
    "postings:backtest": "ledger.check",
    "postings:actions": "ledger.record",
    "postings:extend_one": "ledger.record",
}
