# The two commands of the README. Each makes its own .venv with nothing but python3 and make;
# the stamp makes every later call quick.

PYTHON ?= python3
DEMO_SF ?= 0.1
BENCH_SF ?= 1
BENCH_FLAGS ?=
SUITE_FLAGS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: test demo lint suite bench clean

test: $(STAMP)
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

demo: $(STAMP)
	$(BIN)/python -m bench.demo --sf $(DEMO_SF)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# pandas' own tests, all of them, in both settings: about 40 minutes on two cores
suite: $(STAMP)
	$(BIN)/python -m compat_tests.pandas_suite $(SUITE_FLAGS)

bench: $(STAMP)
	$(BIN)/python -m bench --sf $(BENCH_SF) $(BENCH_FLAGS)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[bench,dev,libraries,media,s3,samples,scans]'
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info
