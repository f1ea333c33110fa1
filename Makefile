# What can be done with the portal. `make run` needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := ckp search notifications evaluation mileage reports knowledge accounts core tests manage.py
N ?= 20000

# Node.js builds the style sheets and scripts: the one on PATH, else one that a wheel brings.
NODE_HERE := $(shell node -e 'process.exit(+process.versions.node.split(".")[0] < 18 ? 1 : 0)' 2>/dev/null && command -v npm)
NODE_STAMP := $(if $(NODE_HERE),,.venv/node.stamp)
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
ASSETS := var/assets/ckp.css
CATALOGUE := ckp/locale/ko/LC_MESSAGES/django.mo

.PHONY: run test lint format messages bench bench-evaluation bench-search search-quality screenshots test-services lock clean

run: .venv/run.stamp $(ASSETS) $(CATALOGUE)  ## the whole portal in this terminal; Ctrl-C stops it
	@exec $(BIN)/python manage.py up

test: lint $(ASSETS) chromium                ## lint, types, import contracts, unit and browser tests
	$(BIN)/python -m pytest -q -n 2

lint: .venv/dev.stamp $(CATALOGUE)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/lint-imports
	$(BIN)/python -m ckp.messages check
	CKP_EMBEDDED=1 CKP_VAR=.venv/lint $(BIN)/mypy $(SOURCES)

format: .venv/dev.stamp
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

messages: .venv/run.stamp                    ## bring the Korean catalogue up to date
	$(BIN)/python -m ckp.messages update

bench: .venv/run.stamp $(ASSETS) $(CATALOGUE)  ## the figures of the design, with N= items
	$(BIN)/python manage.py bench --items $(N)

bench-evaluation: .venv/run.stamp            ## how fair and how fast judging is, on synthetic items
	$(BIN)/python manage.py bench_evaluation

# CORPUS=, QUERIES= and QRELS= together measure another set.
search-quality: .venv/run.stamp              ## how well search finds, on questions with known answers
	$(BIN)/python manage.py search_quality $(CORPUS) $(QUERIES) $(QRELS)

bench-search: .venv/run.stamp $(ASSETS) $(CATALOGUE)  ## search among N= real law articles (CKP_DATA)
	$(BIN)/python manage.py bench_search $(if $(filter command line,$(origin N)),--items $(N))

screenshots: .venv/dev.stamp $(ASSETS) $(CATALOGUE) chromium  ## every main page into var/screenshots
	$(BIN)/python -m tests.browser.screenshots

test-services: .venv/dev.stamp $(ASSETS) $(CATALOGUE) chromium  ## the suite on Debian's PostgreSQL and Redis
	tests/on_debian_services.sh

lock:                                        ## compile the requirements again, with pip-tools
	for wanted in requirements requirements-dev requirements-node; do \
	  pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	    $$wanted.in --output-file $$wanted.txt; done

clean:                                       ## forget what was installed; var/ with its data stays
	rm -rf .venv node_modules var/assets

.venv/run.stamp: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

.venv/node.stamp: requirements-node.txt .venv/run.stamp
	$(BIN)/pip install --quiet --require-hashes -r requirements-node.txt
	touch $@

node_modules/.stamp: package.json package-lock.json $(NODE_STAMP)
	$(WITH_NODE) npm ci --ignore-scripts --no-progress --loglevel=error
	touch $@

$(ASSETS): node_modules/.stamp $(shell find static -type f)
	$(WITH_NODE) node static/build.mjs

$(CATALOGUE): ckp/locale/ko/LC_MESSAGES/django.po ckp/messages.py .venv/run.stamp
	$(BIN)/python -m ckp.messages compile

.PHONY: chromium
chromium:                                    # Debian's, where we may install it and there is none
	@tests/install_chromium.sh
