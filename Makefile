# Two commands do everything: `make run` and `make test`. Both set the machine up first, when that is needed.
PYTHON ?= python3
PY = .venv/bin/python
PRACTICE = build/practice

.PHONY: run test lint bench faults installer setup lock texts clean

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		$(PY) main.py counter --practice --data $(PRACTICE); \
	else \
		QT_QPA_PLATFORM=offscreen $(PY) main.py demo --out build/demo; \
	fi

test: setup
	@$(PY) -m pytest -n 3 --dist worksteal

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m tools.file_wall
	@$(PY) -m tools.texts check
	@$(PY) -m tools.settings_doc check

bench: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.bench

# The fault drill against the practice registry on this machine; a table, and build/faults.json.
faults: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.drill

setup:
	@$(PYTHON) tools/setup.py

# One folder that a shop can install, in build/installer/pishkhan; made in an environment of its own.
installer: setup
	@$(PYTHON) -m venv build/installer-venv
	@build/installer-venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt
	@build/installer-venv/bin/pyinstaller --noconfirm --log-level ERROR --distpath build/installer --workpath build/installer-work installer/pishkhan.spec
	@du -sh build/installer/pishkhan

# New versions of everything: what a shop installs first, then development held to the same.
lock: setup
	@$(PY) -m tools.lock

# docs/settings.md, out of the table of settings.
settings: setup
	@$(PY) -m tools.settings_doc write

texts: setup
	@$(PY) -m tools.texts extract
	@$(PY) -m tools.texts compile

clean:
	rm -rf build .venv
