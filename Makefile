PYTHON ?= python3
VENV ?= .venv
PLUGINS_VENV ?= .venv-plugins
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING = 1

.PHONY: site offline serve test plugins search-quality fidelity messages clean

site: $(VENV)/site.stamp
	$(BIN)/mkdocs build --strict

# To be opened from a folder: search works there too.
offline: $(VENV)/site.stamp
	OFFLINE=true $(BIN)/mkdocs build --strict --site-dir site-offline

serve: $(VENV)/site.stamp
	$(BIN)/mkdocs serve

test: $(VENV)/test.stamp
	$(BIN)/ruff check src tests fidelity hatch_build.py
	$(BIN)/ruff format --check src tests fidelity hatch_build.py
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses auto --dist worksteal
	$(BIN)/mkdocs build --strict

# Beside thirty plugins of others, which get an environment of their own.
plugins: $(PLUGINS_VENV)/plugins.stamp
	$(PLUGINS_VENV)/bin/pytest -m plugins --numprocesses auto --dist worksteal tests/plugins

# How many of the judged queries (tests/search/queries.yml) find their place, in the browser.
search-quality: $(VENV)/test.stamp
	$(BIN)/pytest tests/browser/test_search.py tests/browser/test_pagefind.py -k judged_queries

# Whether notes, forms and entries read as pandoc has them, in 695 styles: fidelity/README.md.
# What was compared before is kept in .cache/; after `npm install` citeproc-js is asked too.
fidelity: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[fidelity]'
	npm install --no-package-lock --prefix fidelity/citeproc_js
	$(BIN)/python -m fidelity

# What readers are told, gathered from source and templates; texts that lack are left empty.
MESSAGES := src/mkdocs_apparatus/messages
KEYWORDS := -k "say say_many:1,2 say_of:1c,2 message message_of:1c,2"
messages: $(VENV)/test.stamp
	$(BIN)/pybabel -q extract -F pyproject.toml $(KEYWORDS) --no-location --sort-output --omit-header \
	  -o $(MESSAGES)/messages.pot src
	for one in $(MESSAGES)/*.po; do \
	  $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --omit-header --width 100 \
	    -i $(MESSAGES)/messages.pot -o $$one -l $$(basename $$one .po) || exit 1; \
	done

clean:
	rm -rf site site-offline $(VENV) $(PLUGINS_VENV) .mypy_cache .pytest_cache .ruff_cache

$(VENV)/site.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/test.stamp: $(VENV)/site.stamp
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	touch $@

$(PLUGINS_VENV)/plugins.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(PLUGINS_VENV)
	$(PLUGINS_VENV)/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[test,plugins]'
	touch $@
