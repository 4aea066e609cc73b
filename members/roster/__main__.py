"""Reads one workbook in a process of its own: a hostile file may end it or fill its memory, and nothing else.

Usage: python -m members.roster UNPACKED [DATE] < workbook > pickle     (UNPACKED: largest unpacked size, in bytes)
"""

import gc
import io
import pickle
import resource
import sys
from datetime import date

from members.roster.reading import read_workbook
from members.roster.rows import RosterReading
from members.roster.workbook import Limits, UnreadableWorkbook

GIGABYTE = 1024**3
MEMORY = 3 * GIGABYTE
SECONDS = 300  # of processor time

unpacked, *days = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
gc.disable()  # 100,000 rows hold no cycles, and the process ends with its answer
answer: RosterReading | str
try:
    answer = read_workbook(
        io.BytesIO(sys.stdin.buffer.read()),
        on=date.fromisoformat(days[0]) if days else None,
        limits=Limits(unpacked=int(unpacked)),
    )
except UnreadableWorkbook as fault:
    answer = str(fault)
sys.stdout.buffer.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
