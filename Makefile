# The same targets as tasks.py, which does the work; on Windows: py tasks.py TARGET.
# Arguments for the tool: make report ARGS="..."
PYTHON ?= python3

.PHONY: setup report test lab bench published look lint

setup: ; @$(PYTHON) tasks.py setup $(ARGS)
report: ; @$(PYTHON) tasks.py report $(ARGS)
test: ; @$(PYTHON) tasks.py test $(ARGS)
lab: ; @$(PYTHON) tasks.py lab $(ARGS)
bench: ; @$(PYTHON) tasks.py bench $(ARGS)
published: ; @$(PYTHON) tasks.py published $(ARGS)
look: ; @$(PYTHON) tasks.py look $(ARGS)
lint: ; @$(PYTHON) tasks.py lint $(ARGS)
