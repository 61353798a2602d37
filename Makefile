# Two commands for a newcomer: `make demo` and `make test`. Needs Python >= 3.11 with venv, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-slow test-spark bench bench-compare bench-scale bench-spark docs setup check \
  java clean

demo: $(VENV)/.installed  ## set up, then score the shipped sample manifest
	$(BIN)/rescreen score fixtures/sample.csv -o out/demo --day 2021-09-22
	@echo '. $(BIN)/activate    # now rescreen is a command of this shell'

test: check  ## set up, then every check: lint, format, types, import contract, rules, tests
	$(BIN)/pytest -n auto

check: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/rescreen check rules/
	$(BIN)/rescreen replay fixtures/

test-slow: $(VENV)/.tested  ## the suites that take minutes
	$(BIN)/pytest -m slow

test-spark: $(VENV)/.sparked java  ## a standalone Spark cluster of processes here; one is killed
	$(BIN)/pytest tests/cluster -m ""

bench: $(VENV)/.benched  ## the figures of docs/performance.md, printed and kept in out/bench.json
	$(BIN)/pytest benchmarks -m bench -s --benchmark-disable

bench-compare: $(VENV)/.benched  ## two such files side by side: make bench-compare OLD=a.json NEW=b.json
	$(BIN)/python benchmarks/figures.py $(OLD) $(NEW)

bench-scale: $(VENV)/.benched  ## many files in one command: time, memory, restart (docs/scale.md)
	$(BIN)/python benchmarks/bench_scale.py

bench-spark: $(VENV)/.benched $(VENV)/.sparked java  ## what Spark costs a row; clue graphs (docs/scale.md)
	$(BIN)/python benchmarks/bench_spark.py

docs: $(VENV)/.tested  ## write today's output into the pages, and the command reference
	$(BIN)/python -m rescreen.cli.reference > docs/cli.md
	$(BIN)/python tests/cli/docs_blocks.py

setup: $(VENV)/.tested

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

$(VENV)/.benched: $(VENV)/.tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,bench]'
	touch $@

$(VENV)/.sparked: $(VENV)/.tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,spark]'
	touch $@

java:  # Spark wants 17 or newer; Debian has one
	@command -v java >/dev/null || { apt-get -qq update \
	  && apt-get -qq install -y --no-install-recommends openjdk-17-jre-headless >/dev/null; }

clean:
	rm -rf $(VENV) build dist out
