"""Opening what an export wrote: the archive with its password, the way the colleague who asked for it does."""

import io

import pyzipper
from pypdf import PdfReader

from centre.models import Job
from privacy.sharing.handing_out import show_password
from privacy.sharing.packing import ABOUT


def opened(job: Job) -> bytes:
    """The list in a file, out of its archive when it is in one."""
    content = bytes(job.file.content)
    return opened_with(content, show_password(job, by=job.requested_by)) if job.exported.is_encrypted else content


def opened_with(content: bytes, password: str) -> bytes:
    """The list in an archive; raises RuntimeError for a wrong password."""
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        name = next(name for name in archive.namelist() if name != ABOUT)
        return archive.read(name, pwd=password.encode())


def text_of_pdf(content: bytes) -> str:
    """The words of every page."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
