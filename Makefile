# The commands of this project; what they do stands in scripts/.
PYTHON := .venv/bin/python
.PHONY: run setup tools check quick test suites bench fresh

run: setup
	exec $(PYTHON) scripts/run.py

setup:
	scripts/system_packages.sh run
	scripts/venv.sh run

tools:
	scripts/system_packages.sh run
	scripts/venv.sh test

# Settings and mypy's Django plugin need keys; these are the checks' own.
check: export DATA_DIR := $(CURDIR)/var/check
check: tools
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) scripts/lint_imports.py
	$(PYTHON) -m djlint --lint templates
	$(PYTHON) scripts/make_keys.py $(DATA_DIR)/secrets
	$(PYTHON) manage.py check --fail-level WARNING
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) -m mypy

quick: tools
	env -u DATABASE_URL -u REDIS_URL $(PYTHON) -m pytest -n 2 --dist worksteal --nomigrations -m "not browser and not services and not suite and not short and not long"

test: tools
	scripts/system_packages.sh test
	$(PYTHON) -m scripts.test

suites: tools
	scripts/system_packages.sh test
	$(PYTHON) -m scripts.test --suites

bench: tools
	scripts/system_packages.sh test
	$(PYTHON) -m bench.ratios

fresh:
	scripts/fresh.sh
