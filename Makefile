# Everything a newcomer, a developer and CI need. Each target does its own set-up; nothing is asked on the keyboard.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP_INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
EMBEDDED := $(PYTHON) -m config.embedded --temporary --
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate
TESTS ?= tests

BENCHMARKS := imports exports search duplicates target postings matching rules reports log
BENCHMARKS += cross_tables faults stories

ATTACKS := addresses values guessing uploads

.PHONY: attack attack-forms $(addprefix attack-,$(ATTACKS))
.PHONY: help setup demo bench $(addprefix bench-,$(BENCHMARKS)) bench-tasks drill-restore drill-erasure supply-chain test test-on lint format audit requirements clean-demo

help: ## この一覧 / this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

setup: $(VENV)/.installed-dev ## .venv だけを作る / make .venv and nothing else

demo: $(VENV)/.installed-demo ## 見本データで起動する(Ctrl-C で停止) / start with sample data
	@exec $(PYTHON) -m config.demo

test: $(VENV)/.installed-dev ## 全テスト(例: make test TESTS=tests/postings) / the whole suite
	@chromium="$$(./.ci/chromium)"; CHROMIUM="$$chromium" $(EMBEDDED) $(PYTHON) -m pytest $(TESTS) $(PYTEST_ARGS)

test-on: $(VENV)/.installed-dev ## 別の版の PostgreSQL で(例: make test-on POSTGRES_BIN=/usr/lib/postgresql/15/bin)
	@test -x "$(POSTGRES_BIN)/postgres" || { echo "POSTGRES_BIN=/usr/lib/postgresql/15/bin" >&2; exit 2; }
	@POSTGRES_BIN="$(POSTGRES_BIN)" $(MAKE) test

lint: $(VENV)/.installed-dev ## 書式・規則・部屋の境界・移行の検査 / style, rules, room borders, migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djlint --quiet --lint templates
	$(VENV)/bin/lint-imports
	$(EMBEDDED) /bin/sh -ec '$(PYTHON) manage.py makemigrations --check --dry-run && $(PYTHON) manage.py check --fail-level WARNING'

format: $(VENV)/.installed-dev ## コードを整形する / format the code
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

audit: $(VENV)/.installed-dev ## 既知の脆弱性の検査 / known vulnerabilities
	$(VENV)/bin/pip-audit --require-hashes --disable-pip --requirement requirements/base.txt

supply-chain: $(VENV)/.installed-dev ## 部品の固定・部品表・秘密の検査と、既知の脆弱性(通信が要る) / pins, bill of materials, secrets; advisories need the network
	$(PYTHON) -W ignore -m tests.security.sbom
	$(EMBEDDED) $(PYTHON) -m pytest tests/security/test_supply_chain.py -q
	$(MAKE) audit

requirements: $(VENV)/.installed-dev ## pyproject.toml から requirements/ を作り直す / recompile the pins
	$(COMPILE) $(UPGRADE) pyproject.toml --output-file requirements/base.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --group embedded --constraint requirements/base.txt \
		--output-file requirements/demo.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --group embedded --group test --group lint --constraint requirements/demo.txt \
		--output-file requirements/dev.txt

clean-demo: ## 見本のデータを消す / remove the demo's data
	@if [ -f .demo/DATA_IS_IN ]; then rm -rf -- "$$(cat .demo/DATA_IS_IN)"; fi
	rm -rf .demo

# What is installed is remembered by a stamp inside .venv, so that a second call does nothing.
$(VENV)/bin/python:
	@./.ci/make-venv $(VENV)

$(VENV)/.installed-demo: requirements/demo.txt | $(VENV)/bin/python
	@echo "部品を入れています / installing requirements/demo.txt ..."
	@$(PIP_INSTALL) --requirement requirements/demo.txt
	@touch $@

$(VENV)/.installed-dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "部品を入れています / installing requirements/dev.txt ..."
	@$(PIP_INSTALL) --requirement requirements/dev.txt
	@touch $@ $(VENV)/.installed-demo

bench: $(VENV)/.installed-dev ## 主な画面の問合せ数・時間・重さ / queries, milliseconds and weight of the main pages
	@$(EMBEDDED) $(PYTHON) -W ignore -m tests.benchmarks

$(addprefix bench-,$(BENCHMARKS)): bench-%: $(VENV)/.installed-dev ## 一覧の取込み・書出し・検索・重複の速さ(例: make bench-search) / speed of lists, search, twins
	@$(EMBEDDED) $(PYTHON) -W ignore -m tests.benchmarks $*

drill-erasure: $(VENV)/.installed-dev ## 契約の終わりの消去を使い捨てのサーバーで試し、残りを探す / erase, then look for survivors everywhere
	@$(EMBEDDED) $(PYTHON) -W ignore -m tests.drills erasure

attack: $(addprefix attack-,$(ATTACKS)) attack-forms ## 攻撃の長い試験すべて(数字を出す) / the long attacks, with their numbers

$(addprefix attack-,$(ATTACKS)): attack-%: $(VENV)/.installed-dev ## 攻撃の長い試験を1つ(例: make attack-guessing) / one of them
	@$(EMBEDDED) $(PYTHON) -W ignore -m tests.attacks $*

attack-forms: $(VENV)/.installed-dev ## すべての入力画面への攻撃(実ブラウザも) / every form attacked, in a real browser too
	@chromium="$$(./.ci/chromium)"; CHROMIUM="$$chromium" $(EMBEDDED) $(PYTHON) -m pytest -q \
		tests/security/every_form.py tests/browser/scripts_in_forms.py

drill-restore: $(VENV)/.installed-dev ## 復元の訓練：負荷のもとで失い、戻して全表を比べる / lose the machine, restore, compare every table
	@$(EMBEDDED) $(PYTHON) -W ignore -m tests.drills restore

bench-tasks: $(VENV)/.installed-dev ## 主な仕事の打鍵と秒 / keys and seconds of the main tasks
	@chromium="$$(./.ci/chromium)"; CHROMIUM="$$chromium" $(EMBEDDED) $(PYTHON) -m pytest tests/browser/main_tasks.py -q
