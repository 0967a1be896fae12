# corefw: what a person types.  Everything happens in .venv, which is made when it is missing.
#
#   make demo      serve the example board at http://127.0.0.1:6543/  (PORT=7000 for another port)
#   make test      every test but those with a browser or a fresh installation  (T="-k routes" to choose)
#   make test-all  those, too
#   make coverage  make test, with every branch of the core counted; fails below 97 %
#   make check     ruff and mypy
#   make docs      the documentation, into build/docs
#   make bench     corefw beside its peers, in build/bench-venv; tables into docs/  (B="requests --rounds 3")
#   make clean     throw away .venv and what was built; the data of the examples is kept

PORT ?= 6543
T ?=
B ?=
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n auto

.PHONY: help demo test test-all coverage check format docs bench clean venv-test venv-dev

help:
	@sed -n 's/^#   //p' Makefile

demo:
	@python=$$(sh tools/find-python) && exec "$$python" tools/demo.py "$(PORT)"

venv-test:
	@python=$$(sh tools/find-python) && "$$python" tools/prepare.py test

venv-dev:
	@python=$$(sh tools/find-python) && "$$python" tools/prepare.py dev

test: venv-test
	$(PYTEST) -m "not browser and not slow" $(T)

test-all: venv-test
	$(PYTEST) -m "not browser and not slow" $(T)
	$(BIN)/python -m pytest -m "browser or slow" $(T)

coverage: venv-test
	mkdir -p build/coverage
	$(PYTEST) -m "not browser and not slow" --cov --cov-branch $(T)

check: venv-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	sh tools/typecheck

format: venv-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: venv-dev
	$(BIN)/python -m sphinx -E -W --keep-going -q -b html docs build/docs
	@echo "The documentation is at build/docs/index.html"

bench:
	@python=$$(sh tools/find-python) && exec "$$python" tools/bench.py $(B)

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	rm -rf addons/*/build addons/*/*.egg-info examples/*/build examples/*/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
