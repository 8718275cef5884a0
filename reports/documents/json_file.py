"""The JSON file of a report: its whole content, sorted, readable."""

import json

from reports.documents.content import ReportDocument


def write_json(document: ReportDocument) -> bytes:
    """The content with its hash (taken without the hash, keys sorted, no spaces); the same bytes each time."""
    data = document.to_json() | {"sha256": document.sha256()}
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
