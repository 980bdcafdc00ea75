# The one entry: every target sets up what it needs in .venv, with nothing on the machine but Python 3.11+ and pip.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.runtime
DEV    := $(VENV)/.dev
TREEBANKS ?= ../shared/treebanks
GOLD   ?= ../shared/gold
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test lint types bench eval docs train-es wheel clean help

help:            ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(DEV): $(STAMP)
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

run: $(STAMP)    ## set up and read the example article
	$(BIN)/despacho read examples/llamada.jsonl

test: $(DEV)     ## set up and run the tests
	$(BIN)/python -m pytest

lint: $(DEV)     ## ruff, import contracts, dependencies
	$(BIN)/ruff check src tests eval training tools
	$(BIN)/lint-imports
	$(BIN)/deptry src

types: $(DEV)    ## mypy --strict on src
	$(BIN)/mypy

bench: $(DEV)    ## words per second and core, by stage; memory; start-up
	$(BIN)/python eval/bench.py

eval: $(DEV)     ## figures on the gold articles, and the gate
	$(BIN)/python eval/gate.py --gold $(GOLD)

docs: $(DEV)     ## write the reference pages from the code and the data
	$(BIN)/python tools/build_docs.py

train-es: $(DEV) ## rebuild the Spanish parser: make train-es TREEBANKS=folder
	$(BIN)/python training/prepare.py --treebanks $(TREEBANKS)
	$(BIN)/python training/train.py

wheel: $(DEV)    ## build the wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:           ## remove what the targets made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
