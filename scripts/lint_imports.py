"""Runs import-linter, having made sure that no package of ours escapes its contracts."""

import configparser
import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
NOT_OF_THE_HOUSE = {"tests", "bench", "scripts"}

contracts = configparser.ConfigParser()
contracts.read(BASE_DIR / ".importlinter", encoding="utf-8")
packages = {file.parent.name for file in BASE_DIR.glob("*/__init__.py")} - NOT_OF_THE_HOUSE
for section, option in (("importlinter", "root_packages"), ("importlinter:contract:rooms", "containers")):
    if forgotten := packages - set(contracts[section][option].split()):
        sys.exit(f".importlinter: [{section}] {option} lacks {', '.join(sorted(forgotten))}")
sys.exit(
    subprocess.run([Path(sys.executable).with_name("lint-imports"), "--no-logo"], cwd=BASE_DIR, check=False).returncode
)
