# make run    start Bridgeboard on http://127.0.0.1:8501
# make test   everything that must hold: format, lint, layers, docs, unit, page and browser tests

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CLUSTER_PIP := .venv-cluster/bin/python -m pip --disable-pip-version-check --quiet

.PHONY: run test test-cluster check fix bench lock supply clean

run: .venv/.run
	@$(BIN)/python serve.py

test: check
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

# What is counted on a cluster, with workers on this machine: docs/past_one_machine.md.
test-cluster: .venv-cluster/.test
	.venv-cluster/bin/python -m pytest tests/cluster

# Checks that change nothing.
check: .venv/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/python -m bridgeboard docs --check

# The same, mending what can be mended.
fix: .venv/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m bridgeboard docs

# A verdict per target, and benchmarks/RESULTS.md. Some subjects or sizes: BENCH="publish --sizes 10000"
bench: .venv/.test
	$(BIN)/python -m benchmarks $(BENCH)

# Exact versions and SHA-256 of every file, for Python 3.11 and newer, from pyproject.toml.
lock: $(BIN)/uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --extra dev \
		-c requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --extra cluster \
		-c requirements-dev.txt pyproject.toml -o requirements-cluster.txt

$(BIN)/uv: | .venv/bin/python
	$(PIP) install uv

# What all of it is made of: writes sbom.cdx.json, lists licences and known weaknesses.
supply: .venv/.test
	$(BIN)/python -m supply_chain

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Bridgeboard needs Python 3.11 or newer: install it, or name it with make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing: on Debian and Ubuntu, apt install python3-venv"; rm -rf .venv; exit 1; }

.venv/.run: requirements.txt | .venv/bin/python
	@echo "Installing what Bridgeboard needs (once) ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

.venv/.test: requirements-dev.txt .ci/browser-tests tests/browser/provider/package-lock.json | .venv/bin/python
	$(PIP) install --require-hashes -r requirements-dev.txt
	.ci/browser-tests $(BIN)/python
	@touch $@ .venv/.run

# An environment of its own: Pandera loads PySpark wherever it finds it, in every command.
.venv-cluster/.test: requirements-cluster.txt requirements-dev.txt | .venv/bin/python
	@$(BIN)/python -m venv .venv-cluster
	$(CLUSTER_PIP) install --require-hashes -r requirements-cluster.txt
	$(CLUSTER_PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv .venv-cluster tests/browser/provider/node_modules .pytest_cache .ruff_cache .hypothesis .import_linter_cache
