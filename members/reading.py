"""Opening an uploaded roster workbook again."""

from io import BytesIO

from accounts.encryption import unseal_bytes
from members.models import RosterUpload
from members.roster import RosterReading, read_workbook


def reading_of(upload: RosterUpload) -> RosterReading:
    """What the workbook says; the upload must not have been imported yet."""
    return read_workbook(BytesIO(unseal_bytes(bytes(upload.content or b""), upload.binding)))
