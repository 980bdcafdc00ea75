# The one entry: every target sets up what it needs in .venv, with nothing on the machine but Python 3.11+ and pip.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.runtime
DEV    := $(VENV)/.dev
TREEBANKS ?= ../shared/treebanks
GOLD   ?= ../shared/gold
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test lint types bench kill-test throughput memory wheel-check torture eval docs train-es train-en new-language wheel clean help

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

kill-test: $(DEV) ## kill a run of 2,000 articles 100 times, resume it, count what is lost or doubled
	$(BIN)/python eval/kill_resume.py --stand-in --longest 6 --write
	$(BIN)/python eval/kill_resume.py --write

throughput: $(DEV) ## articles a second from HTML files to a store, and the share of each stage
	$(BIN)/python eval/throughput.py --write

memory: $(DEV)   ## memory over 50,000 articles, drawn into docs/memory.svg
	$(BIN)/python eval/memory.py --write

eval: $(DEV)     ## figures on the gold articles, and the gate
	$(BIN)/python eval/gate.py --gold $(GOLD)

torture: $(DEV) ## 100,000 hostile inputs through ingest, one in a hundred through coding too
	$(BIN)/python eval/torture.py --code 0.01 --out eval/torture.json
	$(BIN)/python eval/kill_watch.py --out eval/kill_watch.json

docs: $(DEV)     ## write the reference pages and the README's figures from the code and the data
	$(BIN)/python tools/build_docs.py
	$(BIN)/python tools/readme.py

new-language: $(STAMP)  ## a folder with every file of a new language, empty: make new-language LANG=pt
	@$(BIN)/python tools/new_language.py "$(if $(findstring command,$(origin LANG)),$(LANG),)"

train-es:        ## rebuild the Spanish parser: make train-es TREEBANKS=folder (see training/README.md)
train-en:        ## rebuild the English parser: make train-en TREEBANKS=folder
train-es train-en: export OMP_NUM_THREADS = 1
train-es train-en: export OPENBLAS_NUM_THREADS = 1
STEPS_es := 9000
STEPS_en := 7000
HALF_en := --half
train-es train-en: train-%: $(DEV)
	$(BIN)/python -m training.prepare --lang $* --treebanks $(TREEBANKS) --out build/$*/corpus
	$(BIN)/python -m training.train parser --lang $* --corpus build/$*/corpus --out build/$*/parser --steps $(STEPS_$*)
	$(BIN)/python -m training.train ner --lang $* --corpus build/$*/corpus --out build/$*/ner1 --steps 4000
	$(BIN)/python -m training.train ner --lang $* --from build/$*/ner1/model-best --steps 3000 --corpus build/$*/corpus --out build/$*/ner2
	$(BIN)/python -m training.average build/$*/ner1/model-best build/$*/ner2/model-last build/$*/ner
	$(BIN)/python -m training.assemble $(HALF_$*) build/$*/parser/model-best build/$*/ner build/$*/measured
	$(BIN)/python -m training.evaluate --gold build/$*/corpus build/$*/measured
	$(BIN)/python -m training.prepare --lang $* --treebanks $(TREEBANKS) --out build/$*/corpus-all --with-test
	$(BIN)/python -m training.train parser --lang $* --from build/$*/parser/model-best --steps 1200 --corpus build/$*/corpus-all --out build/$*/parser-all
	$(BIN)/python -m training.assemble $(HALF_$*) build/$*/parser-all/model-last build/$*/ner src/despacho/languages/$*/model

wheel: $(DEV)    ## build the wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

wheel-check: $(DEV) ## install the wheel into an empty environment and try it with the network off
	$(BIN)/python tools/check_wheel.py

clean:           ## remove what the targets made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
