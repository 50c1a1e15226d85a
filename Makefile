# The same few commands for people and for CI. Each says what it does.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
RUN := .venv/.terpasang
DEV := .venv/.terpasang-uji
# One process more than cores: while a browser or a server is waited for, another one works.
PYTEST := $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder
# Hashes and codes look like secrets and are none.
NO_SECRETS := requirements.*\.txt|\.csv$$|\.geojson$$|docs/gambar

.PHONY: help run build test test-cepat test-semua check celah fix bench bench-besar tour lock clean

help: ## Show the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru: make run PYTHON=python3.13"; exit 1; }
	@echo "Membuat .venv"
	@$(PYTHON) -m venv .venv

$(RUN): requirements.txt | $(BIN)/python
	@echo "Memasang paket (pertama kali beberapa menit, sekitar 1 GB)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	@echo "Memasang alat uji"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

build: $(RUN) ## Build the store from var/raw and publish the cube; does nothing when nothing changed
	@$(BIN)/python -m cli build
	@$(BIN)/python -m cli publish
	@$(BIN)/python -m server.compressed

run: build ## Install, build and serve on http://localhost:8501 (PORT=... changes it)
	@$(BIN)/streamlit run dashboard.py --server.port $(PORT)

test-cepat: $(DEV) ## For every change: in a minute and a half what needs no browser, server or published city
	@UJI=cepat $(PYTEST)

test: $(DEV) ## For a release: install what the tests need, Chromium included, and run them
	@$(BIN)/python -m tests.pasang_chromium
	@$(BIN)/python -m server.compressed
	@$(PYTEST)

test-semua: $(DEV) build ## For the night: everything in full, mutations of the program, and the benchmarks
	@$(BIN)/python -m tests.pasang_chromium
	@$(BIN)/python -m server.compressed
	@$(BIN)/python -m tests.malam $(PYTEST)

check: $(DEV) ## Lint, format, types, import direction, secrets
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --exclude-files '$(NO_SECRETS)'

celah: $(DEV) ## Known holes in dependencies (asks the network)
	@$(BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements.txt \
	|| { echo "Ada celah yang diketahui, atau daftar kerentanan tidak terjangkau: lihat di atas."; exit 1; }

fix: $(DEV) ## Mend what the linter and formatter can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(DEV) build ## Measure our program beside plain ways to do the same, in a quarter of an hour
	@$(BIN)/python -m tests.pasang_chromium
	@$(BIN)/python -m bench

bench-besar: $(DEV) build ## Measure what takes longer: a large register in turns, a made-up province
	@$(BIN)/python -m bench.besar

tour: $(DEV) build ## Screenshots of every page into tour/
	@$(BIN)/python -m tests.pasang_chromium
	@$(BIN)/python -m bench.tour

lock: $(DEV) ## Write the locks from the short human files
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements-dev.in -o requirements-dev.txt

clean: ## Remove what the commands made; what was received stays
	@rm -rf .venv .cache var/gudang var/publik var/terbitan tour bench/hasil
