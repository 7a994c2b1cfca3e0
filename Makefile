# Every target sets up .venv first; nothing else has to be typed.
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.ready

# The first target, so that a bare `make` sets up and no more.
setup: $(SETUP)

.PHONY: setup demo run test simulate torture soak bench bench-board bench-reading bench-wording fit export-schema pictures format clean

demo: $(SETUP)
	$(BIN)/ace-mailbot rehearse --out rehearsal

run: $(SETUP)
	$(BIN)/ace-mailbot run

test: $(SETUP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile

# Random seasons with faults at every step: SIMULATIONS=300 for more, SIMULATION_SEED=17 for one.
simulate: $(SETUP)
	SIMULATIONS=$${SIMULATIONS:-100} $(BIN)/pytest -n auto tests/simulation

# The daemon killed and cut off 1,000 times, its books balanced after; needs Dovecot, and has clock
# and disk in its hands where libfaketime is installed and it runs as root.
# TORTURE_KILLS, TORTURE_FAULTS, TORTURE_APPLICANTS and TORTURE_SEED make it another.
torture: $(SETUP)
	$(BIN)/python -m tests.torture

# 7 months and 100,000 messages through one daemon: memory and open files, week by week.
soak: $(SETUP)
	$(BIN)/python -m tests.soak

# How fast it is, beside what else reads mail; needs Dovecot. BENCH=--quick tries it in two minutes.
bench: $(SETUP)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt imap-tools
	$(BIN)/python -m tests.bench $(BENCH)

# How long the board and the meeting pack of a large panel take.
bench-board: $(SETUP)
	$(BIN)/python -m tests.bench.board

# How well real mail is read, where the collections (../shared/corpora) are.
bench-reading: $(SETUP)
	$(BIN)/python -m tests.bench.reading_accuracy

# How well the weights of an automatic reply's words tell each batch of them that was left out.
bench-wording: $(SETUP)
	$(BIN)/python -m tests.bench.fitting

# Finds those weights anew, from all batches in tests/unit/reading, and writes them.
fit: $(SETUP)
	$(BIN)/python -m tests.bench.fitting --write

# 10,000 messages through `explain`, and how much memory it holds on the way.
bench-explain: $(SETUP)
	$(BIN)/python -m tests.bench.explaining_memory

# Changed bytes at the parser and each form reader; FUZZ_MINUTES=20 in all. atheris is fetched here
# alone: it is large, and not there for every Python.
fuzz: $(SETUP)
	@$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: -c constraints.txt \
		atheris 2>/dev/null || true
	$(BIN)/python -m tests.fuzz --minutes $${FUZZ_MINUTES:-20}

# Whether an export is valid by 360Giving's schema, which you download: SCHEMA=FILE, and EXPORT=FILE
# for one of yours; else the rehearsal's awards are exported.
export-schema: $(SETUP)
	$(BIN)/python -m tests.schema $(SCHEMA) $(EXPORT)

# Letters as a phone, a desk and the dark show them; needs chromium on the PATH.
pictures: $(SETUP)
	$(BIN)/python -m tests.rendering.picture pictures

format: $(SETUP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv rehearsal dist

# Build tools come first, from the same constraints: an isolated build would fetch unpinned ones.
$(SETUP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "ace-mailbot needs Python 3.11 or later; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt hatchling editables
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[dev]'
	touch $@
