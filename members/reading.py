"""Reading an uploaded roster workbook, in a process of its own."""

import pickle
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO

from django.conf import settings

from members.roster import RosterReading, UnreadableWorkbook

MEGABYTE = 1024 * 1024
LARGE = 2 * MEGABYTE  # bytes, packed or unpacked: some two thousand people. What is larger is read in the background
LARGEST = 100 * MEGABYTE  # unpacked: 100,000 people
SECONDS = 600
DIED = "工作簿读到一半就读不下去了，多半已损坏。请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（*.xlsx）”后重新上传"


def read_apart(content: bytes, on: date) -> RosterReading:
    """What the workbook says. Raises UnreadableWorkbook, also where the file has made its reader crash or hang."""
    command = [sys.executable, "-m", "members.roster", str(LARGEST), on.isoformat()]
    try:
        # The reader gets none of our environment: it needs neither keys nor the database.
        answered = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDS, check=True, cwd=settings.BASE_DIR, env={}
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
        raise UnreadableWorkbook(DIED) from fault
    answer: RosterReading | str = pickle.loads(answered.stdout)
    if isinstance(answer, str):
        raise UnreadableWorkbook(answer)
    return answer


def is_large(content: bytes) -> bool:
    """Whether to read it in the background, by its size and by what its directory promises."""
    if len(content) > LARGE:
        return True
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return sum(entry.file_size for entry in archive.infolist()) > LARGE
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
