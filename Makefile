# GNU make 3.81, which macOS has, and a POSIX shell are enough.

# What .venv is made with: PYTHON where you give it, else the first of these that is new enough.
PYTHONS := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11)

# Leaves its name in $$python, or ends with a sentence that says what to do.
define find-python
python=; \
for name in $(PYTHONS); do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
done; \
if [ -z "$$python" ]; then \
	version=$$($(firstword $(PYTHONS)) -c 'import platform; print(platform.python_version())' 2>/dev/null) \
		|| version=missing; \
	echo "Python 3.11 or later is needed; $(firstword $(PYTHONS)) here is $$version." \
		'Install one and say: make $(MAKECMDGOALS) PYTHON=python3.12' >&2; \
	exit 1; \
fi; \
if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	package=$$($$python -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	echo "$$python lacks its venv module. On Debian or Ubuntu: sudo apt install $$package" >&2; \
	exit 1; \
fi
endef

# Runs a command while no other make in this folder runs one so; the lock ends with all that it runs.
define WHILE_ALONE
import fcntl, os, sys
lock = open(".cache/make.lock", "w")
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("waiting for another make to set this folder up", file=sys.stderr)
    fcntl.flock(lock, fcntl.LOCK_EX)
os.set_inheritable(lock.fileno(), True)
os.execvp(sys.argv[1], sys.argv[1:])
endef
export WHILE_ALONE

# Brings a target up to date, seen anew once no other make is at work. Any Python can wait; without
# one, make says what is missing.
define up-to-date
mkdir -p .cache; \
for name in $(PYTHONS) .venv/bin/python; do \
	if $$name -c 'import fcntl' 2>/dev/null; then exec $$name -c "$$WHILE_ALONE" $(MAKE) -s $(1); fi; \
done; \
exec $(MAKE) -s $(1)
endef

PIP_INSTALL := .venv/bin/python -m pip --quiet --disable-pip-version-check install --no-deps

ORACLES := .cache/oracles
# The version that pyproject.toml names.
TORCH := $(shell sed -n 's/.*"\(torch==[^"]*\)".*/\1/p' pyproject.toml)

UV_COMPILE = .cache/lock/bin/uv pip compile --quiet --python .cache/lock/bin/python $(if $(UPGRADE),--upgrade) \
	--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	--custom-compile-command 'make lock'

.PHONY: help set-up site test lint tests oracles serve lock clean

help:
	@echo 'make site    set everything up and build the site into site/'
	@echo 'make test    set everything up and run linters, type checker and tests (make lint, make tests)'
	@echo 'make oracles compare the library with torch and transformers, in an environment of their own'
	@echo 'make serve   show the site at http://127.0.0.1:8000 and render again what you save'
	@echo 'make lock    write both locks for pyproject.toml; UPGRADE=1 takes the newest of everything'
	@echo 'make clean   delete all that these made: site/, .venv/, .cache/'

set-up:
	+@$(call up-to-date,.venv/ready)

site: set-up
	.venv/bin/lessoncode build

test: lint tests

# mypy is nice to the examples of a build beside it, and has the core that the build's end leaves.
lint: set-up
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	nice .venv/bin/mypy
	.venv/bin/zizmor --offline --no-progress --pedantic .github
	.venv/bin/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml

tests: set-up
	OPENBLAS_NUM_THREADS=1 .venv/bin/python -m pytest -n logical --dist worksteal $(if $(ONLY),-m '$(ONLY)')

oracles: export OPENBLAS_NUM_THREADS = 1
oracles: export OMP_NUM_THREADS = 1
oracles: export PYTHONPATH = src:tests
oracles: export XDG_CACHE_HOME = $(CURDIR)/.cache/lessoncode/prepared
oracles:
	+@$(call up-to-date,$(ORACLES)/ready)
	$(ORACLES)/bin/python -m pytest tests/oracles

# Like .venv/locked: it holds the folder it was made in.
ifneq ($(shell $(ORACLES)/bin/python -V >/dev/null 2>&1 && cat $(ORACLES)/ready 2>/dev/null),$(CURDIR))
.PHONY: $(ORACLES)/ready
endif

$(ORACLES)/ready: requirements-oracle.lock
	@$(find-python); \
	echo "Making $(ORACLES) with $$($$python -V) (a few minutes)"; \
	$$python -m venv --clear $(ORACLES)
	@$(ORACLES)/bin/python -m pip --quiet --disable-pip-version-check install \
		--no-deps --require-hashes --only-binary=:all: -r requirements-oracle.lock
	@$(ORACLES)/bin/python -m pip --quiet --disable-pip-version-check install --only-binary=:all: $(TORCH)
	@echo '$(CURDIR)' > $@

serve: set-up
	NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs serve --dirty

# .venv/locked holds the folder it was made in. A project that was moved or copied, or whose Python
# has gone, gets a new .venv; so does one that was interrupted, since the file is written last.
ifneq ($(shell .venv/bin/python -V >/dev/null 2>&1 && cat .venv/locked 2>/dev/null),$(CURDIR))
.PHONY: .venv/locked
endif

# pip takes one core, so each of two installs every other package.
.venv/locked: requirements.lock
	@$(find-python); \
	echo "Making .venv with $$($$python -V) (a minute or two)"; \
	$$python -m venv --clear .venv
	@awk '/^[^ #]/ { n++ } { print > (".venv/lock" n % 2) }' requirements.lock; \
	install='$(PIP_INSTALL) --no-compile --require-hashes --only-binary=:all:'; \
	$$install -r .venv/lock0 & first=$$!; \
	$$install -r .venv/lock1; second=$$?; \
	wait $$first && exit $$second
	@.venv/bin/python -m compileall -q -j 0 .venv/lib || true # pip compiles on one core
	@echo '$(CURDIR)' > $@

.venv/ready: .venv/locked pyproject.toml
	@$(PIP_INSTALL) --no-build-isolation --editable .
	@touch $@

lock:
	@$(find-python); $$python -m venv --clear .cache/lock
	@.cache/lock/bin/python -m pip --quiet --disable-pip-version-check install uv
	@$(UV_COMPILE) --group site --group test --group workflow --group build \
		--output-file requirements.lock pyproject.toml
	@$(UV_COMPILE) --group oracle --output-file requirements-oracle.lock pyproject.toml
	@rm -rf .cache/lock

clean:
	rm -rf site .venv .cache .hypothesis
