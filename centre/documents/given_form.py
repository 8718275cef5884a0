"""An Excel form that somebody else made: read with the same distrust as a list that is taken in."""

import io
import zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from centre.errors import DomainError
from centre.tabular.archive import Archive
from centre.tabular.refusal import TabularError

# What the reader raises over a workbook whose parts do not fit together.
_BROKEN = (InvalidFileException, LookupError, OSError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile)


def read_given_form(content: bytes, field: str) -> Workbook:
    """The workbook of an uploaded .xlsx. Raises DomainError, beside `field`, for an unsafe or unreadable file."""
    try:
        Archive(content).check_all()
        return load_workbook(io.BytesIO(content))
    except TabularError as error:
        raise DomainError(error.message, field) from error
    except _BROKEN as error:
        raise DomainError("このExcelは読めません。Excelで開いて保存し直してください。", field) from error
