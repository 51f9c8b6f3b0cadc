# The doors of the project. `make` lists them.
.PHONY: help run test check fix bench trust a11y

help:  ## this list
	@sed -n 's/^\([a-z0-9]*\):.*## /  make \1	/p' $(firstword $(MAKEFILE_LIST))

run:  ## build, migrate, load the demo, start web and worker (PORT=8000, DATA_DIR=var/)
	@scripts/python run

.PHONY: build
build:  ## only build: for an installation that other people reach (docs/install.md)
	@scripts/python install

test:  ## the suite on SQLite, on PostgreSQL and in the browser (ARGS="-k postcode" goes to pytest)
	@scripts/python test $(ARGS)

check:  ## style, types, import contracts, templates, migrations, settings, what is tracked
	@scripts/python check

fix:  ## mend what can be mended: order of imports, format of code and templates
	@scripts/python check --fix

bench:  ## how fast the main pages are, beside a bare Django view (ARGS="--engine postgresql")
	@scripts/python bench $(ARGS)

trust:  ## proves the wall between offices, on both databases (FULL=1 for the whole figures, ARGS="--count 500")
	@scripts/python trust $(if $(FULL),--full) $(ARGS)

a11y:  ## every state of every page in Chromium, in many ways (ARGS="-k words", ARGS="--since main")
	@scripts/python a11y $(ARGS)
