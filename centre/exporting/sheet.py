"""A worksheet that takes rows of texts and numbers, and writes nothing else."""

import re
from collections.abc import Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
# What cannot stand in the XML as it is: signs of markup, control characters and their escapes, blanks at an end.
_ODD = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|\A\s|\s\Z")


class PlainSheet(Worksheet):
    """A sheet of XlsxWriter (made with `constant_memory`) to which the rows go straight as XML.

    XlsxWriter asks of every cell again what it is, which takes most of its time, and takes a text between <r> and
    </r> for markup of its own. Here a text becomes an inline string and anything else a number; formulas and links
    cannot come out. Heads, widths, filter and print setup stay with XlsxWriter.
    """

    def write_rows(self, first: int, rows: Iterable[Sequence], styles: Sequence[Format | None]) -> int:
        """Write rows from row `first` (0 is the top one) on, below all that is written; a column has one style.

        Texts, numbers and nothing (None or "") are understood. Answers how many texts were too long and cut.
        """
        self._write_single_row(first)
        columns = [_xml_of_column(at, style) for at, style in enumerate(styles)]
        number, cut, lines = first, 0, []
        for row in rows:
            number += 1
            cells = []
            for (start, text, value), cell in zip(columns, row, strict=True):
                if cell is None or cell == "":
                    continue
                if not isinstance(cell, str):
                    cells.append(f"{start}{number}{value}{cell:.16G}</v></c>")
                elif _ODD.search(cell) or len(cell) > LONGEST // 2:
                    kept = _cut(cell)
                    cut += kept != cell
                    cells.append(f'{start}{number}{text}<t xml:space="preserve">{self._escaped(kept)}</t></is></c>')
                else:
                    cells.append(f"{start}{number}{text}<t>{cell}</t></is></c>")
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
        self.fh.write("".join(lines))
        self._check_dimensions(number - 1, len(styles) - 1)
        self.previous_row = number
        return cut

    def _escaped(self, text: str) -> str:
        return self._escape_data(self._escape_control_characters(text))


def _xml_of_column(at: int, style: Format | None) -> tuple[str, str, str]:
    """What stands before the row's number in a cell, and after it for a text and for a number."""
    styled = f' s="{style._get_xf_index()}"' if style else ""  # noqa: SLF001
    return f'<c r="{xl_col_to_name(at)}', f'"{styled} t="inlineStr"><is>', f'"{styled}><v>'


def _cut(text: str) -> str:
    """A text as far as a cell takes it, counted as Excel does: a character above U+FFFF is two."""
    return text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")
