# make demo: set up and read the example reports.  make test: the whole test suite.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
RECORD := build/demo.db

.PHONY: demo test lint types tests docs readme screenshot lock vendor chromium clean setup

demo: $(VENV)/.installed
	@mkdir -p build && rm -f $(RECORD) $(RECORD)-wal $(RECORD)-shm
	@$(BIN)/dateline read examples --record $(RECORD)
	@printf '\nThe timeline, from %s:\n\n' "dateline show timeline"
	@$(BIN)/dateline show timeline --record $(RECORD)
	@printf '\nWho says what, and who is silent, from %s:\n\n' "dateline show claims"
	@$(BIN)/dateline show claims --record $(RECORD)
	@printf '\nWhat was promised, and how it stands, from %s:\n\n' "dateline show commitments"
	@$(BIN)/dateline show commitments --record $(RECORD)
	@printf '\nNow try:\n  %s\n  %s\n  %s\n' \
	  "$(BIN)/dateline show claims --country AZE --record $(RECORD)" \
	  "$(BIN)/dateline show commitments --as-of 2021-06-01 --record $(RECORD)" \
	  "$(BIN)/dateline read YOUR-REPORT.txt --published 2024-06-12"
	@printf '\nTo look at it, open %s after:\n  %s\n' \
	  "http://127.0.0.1:8000/" "$(BIN)/dateline serve --record $(RECORD)"

test: lint types tests

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

tests: $(VENV)/.dev chromium
	$(BIN)/python -m pytest -n 2

chromium:
	@command -v chromium >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo "Chromium is needed to test the page: install chromium" >&2; exit 1; fi; }

docs readme: $(VENV)/.installed
	$(BIN)/python docs/generate.py

screenshot: $(VENV)/.dev chromium
	$(BIN)/python docs/screenshot.py

lock:
	uv pip compile -q --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --generate-hashes --no-annotate --no-header --group dev pyproject.toml -o requirements-dev.lock
	uv pip compile -q --generate-hashes --no-annotate --no-header --group build -o requirements-build.lock

vendor: $(VENV)/.installed
	$(BIN)/python vendor/fetch.py

setup: $(VENV)/.installed

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && apt-get install -y -qq python3.11 python3.11-venv; \
	  else echo "Python 3.11 is needed: install python3.11 and python3.11-venv" >&2; exit 1; fi; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && apt-get install -y -qq python3.11-venv && $(PYTHON) -m venv $(VENV); \
	  else rm -rf $(VENV); echo "Python's venv is needed: install python3.11-venv" >&2; exit 1; fi; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-build.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
