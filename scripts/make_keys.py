"""Makes the secret keys that are not there yet, readable by the owner only.

Usage: make_keys.py FOLDER (the folder `secrets` in DATA_DIR). Existing keys are never touched:
without FIELD_KEY and LOOKUP_KEY the encrypted fields of the database cannot be read again.
"""

import os
import secrets
import sys
from pathlib import Path

KEYS = {"secret_key": 50, "field_key": 32, "lookup_key": 32}


def make_keys(folder: Path) -> list[str]:
    """Writes each missing key as hexadecimal text; returns the names of those written."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for name, length in KEYS.items():
        try:
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(length))
        made.append(name)
    return made


if __name__ == "__main__":
    make_keys(Path(sys.argv[1]))
