"""Makes members/data/strokes.tsv: all Chinese characters in the order of their strokes (笔画序), one line a count.

Usage: make_strokes.py, on Debian with npm. Sources and their licences: members/data/README.md.
Order within one count, after GB 13000.1 字符集汉字字序（笔画序）规范: stroke by stroke 横竖撇点折; then the main form
of a stroke before its variant (横 before 提, 竖 before 竖钩, 点 before 捺) and a fold with fewer turns before one
with more; then the code point. Characters whose strokes are not known stand last in their line.
"""

import bz2
import json
import re
import subprocess
import tarfile
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

STROKE_ORDERS = "cnchar-order@3.2.6"
STROKE_COUNTS = "unicode-data"
TARGET = Path(__file__).parent.parent / "members" / "data" / "strokes.tsv"
FLAT = {"j": (1, 0), "i": (1, 1), "f": (2, 0), "g": (2, 1), "s": (3, 0), "k": (4, 0), "d": (4, 0), "l": (4, 1)}
FOLD = 5
UNKNOWN = ((FOLD + 1,), ())

Order = tuple[tuple[int, ...], tuple[int, ...]]


def read_orders(folder: Path) -> dict[str, Order]:
    """Character → the classes of its strokes and, apart, their forms, from the npm package."""
    subprocess.run(["npm", "pack", "--silent", STROKE_ORDERS], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(folder.glob("cnchar-order-*.tgz"))) as archive:
        member = archive.extractfile("package/cnchar.order.min.js")
        assert member is not None, "the package has no cnchar.order.min.js"
        script = member.read().decode()
    letters, strokes = (json.loads(text) for text in re.findall(r"JSON\.parse\('(.*?)'\)", script))
    rank = {letter: FLAT.get(letter, (FOLD, int(stroke["foldCount"]))) for letter, stroke in strokes.items()}
    return {
        character: (tuple(rank[letter][0] for letter in code), tuple(rank[letter][1] for letter in code))
        for character, code in letters.items()
    }


def read_counts(folder: Path) -> Iterator[tuple[int, str]]:
    """(stroke count, character) of Unihan; the count for simplified Chinese where there are several."""
    subprocess.run(["apt-get", "download", STROKE_COUNTS], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["dpkg-deb", "-x", str(next(folder.glob("unicode-data_*.deb"))), "."], cwd=folder, check=True)
    with bz2.open(folder / "usr/share/unicode/Unihan_IRGSources.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if "\tkTotalStrokes\t" not in line:
                continue
            code_point, _, counts = line.split("\t")
            character = chr(int(code_point.removeprefix("U+"), 16))
            if unicodedata.is_normalized("NFC", character):
                yield int(counts.split()[0]), character


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        orders = read_orders(folder)
        counted = sorted(read_counts(folder), key=lambda pair: (pair[0], orders.get(pair[1], UNKNOWN), pair[1]))
    lines: dict[int, list[str]] = {}
    for count, character in counted:
        lines.setdefault(count, []).append(character)
    text = "".join(f"{count}\t{''.join(characters)}\n" for count, characters in lines.items())
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
