# Every command of the project. `make` alone lists them.
PYTHON := .venv/bin/python
MANAGE := DEBUG=1 $(PYTHON) manage.py

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test fast lint bench lock messages install install-test

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

demo: install ## Start a fictional town at http://127.0.0.1:$PORT (PORT=8000 DATA=.demo SIZE=large)
	@exec $(PYTHON) -m sluta_skjut.demo

demo-reset: install ## Delete the demo's folder ($DATA, .demo) and nothing else
	@exec $(PYTHON) -m sluta_skjut.demo --reset

test: install-test ## Run every test (ARGS="tests/partners -k grant" for some)
	@exec $(PYTHON) -m pytest -n 2 $(ARGS)

fast: install-test ## Run the tests that need no browser and no extra processes
	@exec $(PYTHON) -m pytest -n 2 -m "not browser and not services" $(ARGS)

lint: install-test ## Check style, types and the direction of imports
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	DEBUG=1 $(PYTHON) -m mypy .
	.venv/bin/lint-imports --no-logo

bench: install ## Measure on the large town; writes benchmarks/latest.json
	$(MANAGE) bench

lock: install ## Pin every package of pyproject.toml with its hashes
	PATH="$$PWD/.tools/bin:$$PATH" uv pip compile pyproject.toml --universal --generate-hashes \
		--no-header --all-extras --python-version 3.12 --quiet $(ARGS) -o requirements.lock

messages: install-test ## Collect the words of the screens into locale/
	$(MANAGE) makemessages --locale sv --add-location file --no-obsolete --ignore ".*" --ignore tests

install:
	@python3 -I sluta_skjut/bootstrap.py

install-test:
	@python3 -I sluta_skjut/bootstrap.py --test
