PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOCK    = uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--no-emit-index-url --no-header --python-version 3.11

.PHONY: demo test long bench peers faults lint packages folder lock locale papers reference clean pictures

# One stamp a lock file: the environment is built again only when its lock changes.
$(VENV)/.product: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

$(VENV)/.dev: $(VENV)/.product requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

demo: $(VENV)/.product
	$(BIN)/lienthong demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -m "not long"

long: $(VENV)/.dev
	$(BIN)/python -m pytest -m long

# The benchmarks: all, or `make bench ONLY=keystrokes`. `start` also measures two peers, installed beside.
bench: $(VENV)/.dev $(if $(filter-out start,$(ONLY)),,peers)
	cd tests && PYTHONPATH=. ../$(BIN)/python -m bench $(ONLY)

peers: $(VENV)-peers/posting/.ready $(VENV)-peers/harlequin/.ready

$(VENV)-peers/%/.ready: tests/bench/peers/%.lock
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

# What breaks at an office: all, or `make faults ONLY="sigkill clock"`. FULL=1 writes docs/reliability.md.
faults: $(VENV)/.dev
	cd tests && PYTHONPATH=. ../$(BIN)/python -m faults $(if $(FULL),--full) $(ONLY)

# The pictures of the README and the guides, from the real application.
pictures: $(VENV)/.dev
	cd tests && PYTHONPATH=. ../$(BIN)/python -m pictures

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The wheel and the source archive, in dist/.
packages: $(VENV)/.product
	$(BIN)/python -m hatchling build --directory dist

# The program and its locked libraries in one folder, dist/lienthong-VERSION, for this system and this
# Python; WINDOWS=1 also lays the libraries for a 64-bit Windows there, EXTRAS=1 those of the extras.
folder: $(VENV)/.product
	$(BIN)/python data/distribution/folder.py $(if $(EXTRAS),--extras) $(if $(WINDOWS),--windows)

# Maintainers: writes the hash locks for every platform. Needs uv.
lock:
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group build --group dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) --all-extras -c requirements.lock -o requirements-extras.lock
	$(subst pyproject.toml,tests/bench/peers/posting.in,$(LOCK)) -o tests/bench/peers/posting.lock
	$(subst pyproject.toml,tests/bench/peers/harlequin.in,$(LOCK)) -o tests/bench/peers/harlequin.lock

# Maintainers: collects the sentences and compiles the English ones.
locale: $(VENV)/.dev
	$(BIN)/pybabel -q extract --no-location --omit-header --sort-output -o data/locale/lienthong.pot lienthong_tui
	$(BIN)/pybabel -q update --ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date -D lienthong -i data/locale/lienthong.pot -d data/locale
	$(BIN)/pybabel -q compile -D lienthong -d data/locale

# Maintainers: draws the pictures of docs/papers.md. Needs pdftoppm.
papers: $(VENV)/.dev
	cd tests && PYTHONPATH=. ../$(BIN)/python -m papers.gallery

# Maintainers: builds the reference tables from a folder of source tables.
reference:
	$(PYTHON) data/reference/build.py $(FROM)

clean:
	rm -rf $(VENV) $(VENV)-peers .pytest_cache .mypy_cache .ruff_cache .hypothesis
