# All set-up happens in .venv: the system's Python is read, never changed.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
STAMP_VENV := $(VENV)/.created
STAMP_LOCAL := $(VENV)/.installed-local
STAMP_DEV := $(VENV)/.installed-dev
# Two makes at the same time take turns at setting up, where the system has flock.
LOCKED := $(shell command -v flock >/dev/null 2>&1 && echo flock Makefile)
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
TESTS ?= tests
# More than two cores can feed: tests wait for terminals, containers and answers.
WORKERS ?= 3

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test soak check lint types imports format screenshots tables image clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: $(STAMP_LOCAL) ## Open the console on the embedded account; options go in ARGS="..."
	@$(BIN)/python -m batchdeck --local $(ARGS)

test: $(STAMP_DEV) ## Run the whole test suite; a part of it with TESTS=path
	$(BIN)/python -m pytest -n $(WORKERS) $(OPTIONS) $(TESTS)

soak: $(STAMP_DEV) ## Run 1,000 jobs in containers, stopped at random; another number with JOBS=n
	SOAK_JOBS=$(or $(JOBS),1000) $(BIN)/python -m pytest -s tests/e2e/test_container_soak.py

check: lint types imports test ## Run everything that CI runs

lint: $(STAMP_DEV) ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP_DEV) ## Check the types
	$(BIN)/mypy

imports: $(STAMP_DEV) ## Check that imports go one way
	$(BIN)/lint-imports

format: $(STAMP_DEV) ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

screenshots: $(STAMP_DEV) ## Make the pictures of the README from the embedded account
	$(BIN)/python -m tests.screenshots console why fix log ship

tables: $(STAMP_DEV) ## Write the tables of the docs anew that come from the code
	$(BIN)/python -m tests.local.operations_table
	$(BIN)/python -m tests.diagnosis.checks_table

bench: $(STAMP_DEV) ## Measure speed beside its peers; one thing with ONLY=name, JSON with ARGS=--json
	@$(BIN)/python -m tests.benchmarks $(if $(ONLY),--only $(ONLY)) $(ARGS)

profile: $(STAMP_DEV) ## Show which imports the start waits for, the slowest last
	@$(BIN)/python -X importtime -c 'import batchdeck.app, batchdeck.cli, batchdeck.exits' 2>&1 \
	  | sort -t '|' -k 2 -n | tail -n 40

image: ## Build the sample worker's image; on another base with BASE=image
	docker build $(if $(BASE),--build-arg BASE=$(BASE)) --build-arg PIP_NO_INDEX \
	  --build-arg PIP_FIND_LINKS --build-arg PIP_INDEX_URL --tag batchdeck-worker worker

clean: ## Remove the virtual environment and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find tui tests worker -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP_LOCAL): pyproject.toml | $(STAMP_VENV)
	@echo "Installing batchdeck with the embedded account into $(VENV) ..."
	@$(LOCKED) $(PIP) install --editable '.[local]'
	@touch $@

# One resolution for both, so that the tools cannot pull botocore away from aiobotocore's pin.
$(STAMP_DEV): pyproject.toml | $(STAMP_VENV)
	@echo "Installing batchdeck with the tools of development into $(VENV) ..."
	@$(LOCKED) $(PIP) install --editable '.[local]' --group dev
	@touch $@ $(STAMP_LOCAL)

# Debian's python3 comes without ensurepip: then the system's pip installs into .venv.
# Dependency groups need pip 25.1.
$(STAMP_VENV):
	@test -n "$(PYTHON)" || { echo >&2 "Python 3.11 or newer is needed: none of \
	python3.13, python3.12, python3.11 and python3 is there and new enough."; exit 1; }
	@echo "Creating $(VENV) with $(PYTHON) ..."
	@$(LOCKED) sh -c '$(PIP) --version >/dev/null 2>&1 \
	  || $(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 \
	  || { $(PYTHON) -m venv --clear --without-pip $(VENV) \
	       && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }' \
	  || { rm -rf $(VENV); echo >&2 "$(PYTHON) has neither ensurepip nor pip. Install one of \
	them (Debian: apt-get install python3-venv) and run make again."; exit 1; }
	@$(LOCKED) $(PIP) install --upgrade 'pip>=25.1'
	@touch $@
