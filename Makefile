# What can be done with the portal. `make run` needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := ckp search notifications evaluation mileage knowledge accounts core tests manage.py

.PHONY: run test lint format lock clean

run: .venv/run.stamp       ## the whole portal in this terminal; Ctrl-C stops it
	@exec $(BIN)/python manage.py up

test: lint                 ## lint, types, import contracts and tests
	$(BIN)/python -m pytest -q -n 2

lint: .venv/dev.stamp
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/lint-imports
	CKP_EMBEDDED=1 CKP_VAR=.venv/lint $(BIN)/mypy $(SOURCES)

format: .venv/dev.stamp
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

lock:                      ## compile the requirements again, with pip-tools
	for wanted in requirements requirements-dev; do \
	  pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	    $$wanted.in --output-file $$wanted.txt; done

clean:                     ## forget what was installed; var/ with its data stays
	rm -rf .venv node_modules

.venv/run.stamp: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@
