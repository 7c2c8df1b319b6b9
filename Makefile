# Every command of the day. `make` alone lists them.

SHELL := /bin/bash
PORT ?= 8000
# As many as there are processors, four at most: each holds a city and perhaps a browser in memory.
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN); echo $$((n < 4 ? n : 4)))
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# On every core; tests over one heavy fixture stay together (tests/conftest.py).
SPREAD := -n $(WORKERS) --dist loadgroup --durations 15
CATALOGUES := $(wildcard danvan/*/locale/*/LC_MESSAGES/django.po)
SOURCES := $(wildcard config/*.py config/*/*.py danvan/*.py danvan/*/*.py danvan/*/*/*.py danvan/*/*/*/*.py)
# Programs that only the tests use; `make programs` looks for them.
PROGRAMS := .venv/.programs

.DEFAULT_GOAL := help
.PHONY: help install run demo dev check format test test-fast test-postgres test-browser test-long programs messages lock bench clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

# --- run ---------------------------------------------------------------------

.venv/.base: requirements/base.txt pyproject.toml tools/install.sh
	@tools/install.sh base

.venv/.messages: $(CATALOGUES) | .venv/.base
	@$(BIN)/python tools/messages.py compile
	@touch $@

# Where Python may not write byte code itself (PYTHONDONTWRITEBYTECODE), every start would compile the whole house.
.venv/.bytecode: $(SOURCES) | .venv/.base
	@$(BIN)/python -m compileall -q config danvan
	@touch $@

install: .venv/.base .venv/.messages .venv/.bytecode ## build .venv and the message catalogues (needs Python 3.11 only)

run: install ## serve Danvan with the demo city on 127.0.0.1:$PORT (8000)
	@$(BIN)/danvan serve --demo --port $(PORT)

demo: install ## build the demo city on an empty database
	@$(BIN)/danvan demo

# --- check and test ----------------------------------------------------------

.venv/.dev: requirements/dev.txt pyproject.toml tools/install.sh
	@tools/install.sh dev

dev: .venv/.dev .venv/.messages

check: dev ## everything a machine can say without running the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint danvan --lint --quiet
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/check_locks.py
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -m django makemigrations --check --dry-run

format: dev ## put imports and layout in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: check programs ## all checks, the suite on SQLite and on PostgreSQL, the browser journeys
	$(PYTEST) $(SPREAD) -m "not browser and not long"
	$(BIN)/python tools/with_postgres.py $(PYTEST) $(SPREAD) --database-only -m "not browser and not long"
	$(PYTEST) $(SPREAD) -m "browser and not long"

test-fast: dev ## the suite on SQLite, without what is slow or needs a browser
	$(PYTEST) $(SPREAD) -m "not slow and not browser and not long"

test-postgres: dev ## the suite on PostgreSQL (the packaged server, or DATABASE_URL)
	$(BIN)/python tools/with_postgres.py $(PYTEST) $(SPREAD) --database-only -m "not browser and not long"

test-browser: dev programs ## the journeys in a real Chromium
	$(PYTEST) $(SPREAD) -m "browser and not long"

test-long: dev programs ## the large sizes of the security and property tests (hours)
	$(PYTEST) $(SPREAD) -m long

$(PROGRAMS): tools/programs.sh | .venv/.dev
	@tools/programs.sh
	@touch $@

programs: $(PROGRAMS)

bench: dev ## measure, each figure as a ratio to its peer
	$(BIN)/python -m bench

# --- keep the house ----------------------------------------------------------

messages: dev ## list new messages in the Vietnamese catalogues and compile them
	$(BIN)/python tools/messages.py update
	$(BIN)/python tools/messages.py compile

lock: ## pin requirements again from pyproject.toml (needs uv)
	tools/lock.sh

clean: ## remove what was built; the data in var/ stays
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage*
	find danvan tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find danvan -name '*.mo' -delete
