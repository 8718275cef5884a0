"""What stands behind each figure of a report, without personal data: kinds, numbers and a hash of the records."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from django.apps import apps

from reports.columns import arranged
from reports.documents.content import Evidence, ReportDocument
from reports.models import Report

# So many characters of record numbers are printed; the hash stands for all of them.
LONGEST = 400


def with_evidence(document: ReportDocument, report: Report) -> ReportDocument:
    """The document with one line of evidence for each of its figures."""
    return replace(document, evidence=evidence_of(report, document))


def evidence_of(report: Report, document: ReportDocument) -> tuple[Evidence, ...]:
    """One line for each figure that the document shows, in its order."""
    places = {
        cell.figure: (f"{table.heading}　{block.title}", f"{row.label}／{column}", row.unit)
        for table in arranged(document).tables
        for block in table.blocks
        for row in block.rows
        for column, cell in zip(block.columns, row.cells, strict=True)
        if cell.figure
    }
    found = {}
    for figure in report.figures.filter(key__in=places).iterator(200):
        table, cell, unit = places[figure.key]
        found[figure.key] = Evidence(
            figure.key,
            table,
            cell,
            figure.value,
            unit,
            f"{figure.metric} 第{figure.metric_version}版",
            apps.get_model(figure.model)._meta.verbose_name,
            len(figure.record_ids),
            _ranges(figure.record_ids),
            hashlib.sha256(",".join(map(str, figure.record_ids)).encode()).hexdigest(),
        )
    return tuple(found[key] for key in places if key in found)


def _ranges(numbers: Iterable[int]) -> str:
    """1-3,7: the numbers in short, cut with … when there are very many."""
    text, first, last = [], None, None
    length = 0
    for number in [*numbers, None]:
        if first is not None and number == last + 1:
            last = number
            continue
        if first is not None:
            text.append(str(first) if first == last else f"{first}-{last}")
            length += len(text[-1]) + 1
            if length > LONGEST:
                return ",".join(text) + "…"
        first = last = number
    return ",".join(text)
