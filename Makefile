# The commands of the project. `make` lists them.
.PHONY: help run quick test check fix bench trust a11y

help:  ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /  make \1	/p' $(firstword $(MAKEFILE_LIST))

run:  ## build, migrate, load the demo, start web and worker (PORT=8000, DATA_DIR=var/)
	@scripts/python run

.PHONY: build
build:  ## only build: for an installation that other people reach (docs/install.md)
	@scripts/python install

quick:  ## the everyday loop: the suite on SQLite without the browser and the slow tests
	@scripts/python test --quick $(ARGS)

test:  ## the suite on SQLite, on PostgreSQL and in the browser (ARGS="-k postcode" goes to pytest)
	@scripts/python test $(ARGS)

check:  ## style, types, import contracts, sizes, words, templates, migrations, settings, what is tracked
	@scripts/python check

fix:  ## mend what can be mended: order of imports, format of code and templates
	@scripts/python check --fix

bench:  ## how fast the main pages are, beside a bare Django view (ARGS="--engine postgresql")
	@scripts/python bench $(ARGS)

trust:  ## proves the wall between offices, on both databases (FULL=1 for the whole figures, PART=matrix for one part)
	@scripts/python trust $(if $(FULL),--full) $(if $(PART),--part $(PART)) $(ARGS)

a11y:  ## every state of every page in Chromium, in many ways (ARGS="-k words", ARGS="--since main")
	@scripts/python a11y $(ARGS)

.PHONY: translations
translations:  ## bring the catalogues in locale/ up to date, say what they lack (ARGS="--new pl" begins one)
	@scripts/python translations $(ARGS)

.PHONY: install-check
install-check:  ## docs/install.md, executed as written on a bare Debian root (needs root and mmdebstrap, about 20 minutes)
	@scripts/python install_check

.PHONY: screenshots
screenshots:  ## take the README's pictures anew, from the demo that `make run` serves in another terminal
	@.venv/bin/python -m scripts.screenshots
