# Everything a fresh machine needs is one of these two:
#   make packet   sets up .venv and builds the sample packet
#   make test     the same with what the tests need, then all checks
# Python 3.11 or later has to be there; say `make PYTHON=/path/to/python3 packet` to choose one.

SHELL := /bin/sh
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$name >/dev/null 2>&1 || continue; \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEBIAN := poppler-utils qpdf libreoffice-writer-nogui python3-uno pandoc default-jdk-headless
SAMPLE := data/phnom-penh-2022

.PHONY: help packet test accept lint gallery bench constraints clean system

help:
	@echo 'make packet   set up .venv and build the sample packet'
	@echo 'make test     all checks: formatting, types, tests'
	@echo 'make lint     formatting and types only'
	@echo 'make accept   run the tests and accept changed goldens'
	@echo 'make gallery  make the pictures of the documentation'
	@echo 'make bench    measure many copies of a paper'
	@echo 'make clean    remove .venv, outputs and caches'

packet: .venv/installed
	$(BIN)/python -m pipeline build $(SAMPLE)

test: system .venv/installed-test lint
	$(BIN)/python -m pytest -n 2

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

accept: .venv/installed-test
	ACCEPT_GOLDENS=1 $(BIN)/python -m pytest -n 2

gallery: .venv/installed-test
	$(BIN)/python tools/gallery.py

bench: .venv/installed
	$(BIN)/python benchmarks/many_copies.py
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/counts.py

# Afterwards look at the changes: versions only, one line each, no addresses.
constraints:
	$(PYTHON) tools/constraints.py

.venv/made:
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or later is needed, and none was found' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq python3-venv; \
		else echo 'run this first: sudo apt-get install -y python3-venv' >&2; exit 1; fi; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt hatchling
	$(PIP) install -c constraints.txt --no-build-isolation -e .
	$(BIN)/python -m compileall -q pipeline
	@touch $@

.venv/installed-test: .venv/made pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt hatchling
	$(PIP) install -c constraints.txt --no-build-isolation -e '.[intl,cjk,verify,watch,cluster,test]'
	@touch .venv/installed $@

# The tests look at the documents through the eyes of other programs.
system:
	@command -v dpkg-query >/dev/null || { echo 'not Debian: have these programs for all tests: $(DEBIAN)'; exit 0; }; \
	missing=; for name in $(DEBIAN); do \
		dpkg-query -W -f '$${Status}' $$name 2>/dev/null | grep -q '^install ok installed$$' || missing="$$missing $$name"; \
	done; \
	test -z "$$missing" && exit 0; \
	if [ "$$(id -u)" = 0 ]; then \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else \
		echo "run this first: sudo apt-get install -y --no-install-recommends$$missing" >&2; exit 1; \
	fi

clean:
	rm -rf .venv dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find output -mindepth 1 ! -name .gitkeep -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
