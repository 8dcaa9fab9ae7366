# make demo    set up, load the demo and serve it     make demo ARGS="--all"
# make test    set up, lint, run every test           make test ARGS="tests/orders -k approve"
# make stop    stop everything that make demo and make test left running
.PHONY: setup demo test stop lint lock clean help
.DEFAULT_GOAL := help
PY := .venv/bin/python
export PYTHON

help:
	@sed -n '/^# make/s/^# //p' Makefile
	@echo 'make setup   .venv and the system libraries        make setup PYTHON=python3.13'
	@echo 'make lint    ruff, import directions, migrations'
	@echo 'make lock    new requirements.lock (make lock ARGS=--upgrade takes the newest versions)'
	@echo 'make clean   stop, remove .venv, .uv and caches    make clean DATA=yes removes the demo data too'

setup:
	@bin/setup

demo: setup
	@$(PY) -m portal.embedded start
	@$(PY) manage.py demo $(ARGS)

test: setup
	@bin/test $(ARGS)

lint: setup
	@bin/lint

lock:
	@bin/lock $(ARGS)

stop:
	@bin/stop

clean: stop
	rm -rf .venv .uv .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results .data/pgtest
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ "$(DATA)" = yes ]; then rm -rf .data; else echo 'The demo data stays in .data (make clean DATA=yes removes it).'; fi
