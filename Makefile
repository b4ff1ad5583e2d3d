# atoauthd. `make demo` shows what it does, `make test` shows that it works; `make help` lists the rest.

SHELL       := /bin/bash
SWIFT       ?= swift
PREFIX      ?= /usr/local
DESTDIR     ?=
BUILD_DIR   ?= .build
DEBUG_BIN    = $(BUILD_DIR)/debug
RELEASE_BIN  = $(BUILD_DIR)/release
BUILD_FLAGS  = --scratch-path $(BUILD_DIR)

# What Debian 12 calls what we need beside a Swift toolchain: the libraries that are linked, with headers of C and C++, and the tools
# that get dependencies, write manual pages, and run demo and tests. All are asked for before anything is built.
BUILD_PACKAGES := g++ git ca-certificates libssl-dev libsystemd-dev libsqlite3-dev zlib1g-dev pkg-config
DEMO_PACKAGES  := curl jq
TEST_PACKAGES  := $(DEMO_PACKAGES) python3 openssl desktop-file-utils

# Says when the release was built, and from what.
BUILT          = $(BUILD_DIR)/built
SOURCES       := Package.swift .ci/manual config/atoauthd.toml $(shell find Sources -type f)

# Suites about limits of time, ours or a peer's: with a thousand other tests beside them they would measure the machine.
TIMED_SUITES   := LimitTests|HardenedTransportTests|SystemTXTResolverTests|SandboxTests.PeerTests

# Code that counts its lines is of no other use, and so is built in a place of its own.
COVERAGE_DIR    = $(BUILD_DIR)-coverage

# A backtrace takes most of a minute, and shows registers and memory of programs that hold secrets.
export SWIFT_BACKTRACE := enable=no

.DEFAULT_GOAL := help
.PHONY: help demo test build debug kill-matrix bench lint format run install man deb lab coverage docs peers clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

demo: ## run the main job on a sandbox: sign in, sign requests, refresh once, restart, sign out
	@.ci/need $(BUILD_PACKAGES) $(DEMO_PACKAGES)
	@$(MAKE) --no-print-directory debug
	@Tests/Demo/demo $(DEBUG_BIN)

test: ## run all tests
	@.ci/need $(BUILD_PACKAGES) $(TEST_PACKAGES)
	$(SWIFT) build $(BUILD_FLAGS) --build-tests
	$(SWIFT) test $(BUILD_FLAGS) --skip-build --parallel --skip '$(TIMED_SUITES)'
	$(SWIFT) test $(BUILD_FLAGS) --skip-build --no-parallel --filter '$(TIMED_SUITES)'

build: ## build for release, with the Swift runtime inside, and write the manual pages
	@.ci/need $(BUILD_PACKAGES) python3
	$(SWIFT) build $(BUILD_FLAGS) -c release --static-swift-stdlib --product atoauthd
	$(SWIFT) build $(BUILD_FLAGS) -c release --static-swift-stdlib --product atoauthctl
	@.ci/manual $(RELEASE_BIN) $(BUILD_DIR)/man
	@touch $(BUILT)

# For those who use a release and need not make it, such as root: what root makes nobody else can make again.
$(BUILT): $(SOURCES)
	@$(MAKE) --no-print-directory build

debug:
	@.ci/need $(BUILD_PACKAGES)
	@$(SWIFT) build $(BUILD_FLAGS) --product atoauthd
	@$(SWIFT) build $(BUILD_FLAGS) --product atoauthctl

kill-matrix: ## kill the daemon N times (300) while its sessions refresh, and count what that costs
	@.ci/need $(BUILD_PACKAGES) python3
	@$(MAKE) --no-print-directory debug
	@Tests/KillMatrix/run $(DEBUG_BIN) --kills $(or $(N),300)

bench: ## measure signatures beside a bare C server, what hostile clients do to others, and 10,000 sessions
	@.ci/need $(BUILD_PACKAGES) python3
	@$(MAKE) --no-print-directory build
	@Tests/Benchmarks/sign $(RELEASE_BIN)
	@Tests/Benchmarks/hostile $(RELEASE_BIN)
	$(SWIFT) build $(BUILD_FLAGS) --build-tests
	@SWIFT="$(SWIFT)" SCRATCH="$(BUILD_DIR)" Tests/Benchmarks/sessions $(RELEASE_BIN)

lint: ## check the formatting rules
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## apply the formatting rules
	$(SWIFT) format format --in-place --recursive --parallel Package.swift Sources Tests

run: ## run a sandbox and a daemon in the foreground, and print what to try
	@.ci/need $(BUILD_PACKAGES) $(DEMO_PACKAGES)
	@$(MAKE) --no-print-directory debug
	@Tests/Demo/run $(DEBUG_BIN)

# Where the package puts its things is PREFIX; where the system looks for its own does not depend on it.
install: ## install what `make build` made into $(DESTDIR)$(PREFIX); without root for one user, PREFIX=$HOME/.local
	@[ -e $(BUILT) ] || { echo "install: nothing is built yet; say: make build" >&2; exit 1; }
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" .ci/install $(RELEASE_BIN) $(BUILD_DIR)/man

man: build ## make the manual pages

deb: ## make a Debian package in $(BUILD_DIR)
	@.ci/need $(BUILD_PACKAGES) python3 dpkg-dev
	@$(MAKE) --no-print-directory build
	@.debian/build $(RELEASE_BIN) $(BUILD_DIR)/man $(BUILD_DIR)

lab: $(BUILT) ## install the package in a Debian 12 that is booted for it, and try everything there (root)
	@.ci/need dpkg-dev
	@.debian/build $(RELEASE_BIN) $(BUILD_DIR)/man $(BUILD_DIR)
	@Tests/Lab/lab $(BUILD_DIR)

coverage: ## print the line coverage of each library, and refuse less than 95 % of those for OAuth clients
	@.ci/need $(BUILD_PACKAGES) $(TEST_PACKAGES)
	@SWIFT="$(SWIFT)" .ci/coverage $(COVERAGE_DIR) '$(TIMED_SUITES)'

docs: ## write the documentation of the OAuth library, refusing what does not resolve
	$(SWIFT) package $(BUILD_FLAGS) --allow-writing-to-directory $(BUILD_DIR)/docs generate-documentation \
		--target ATProtoOAuth --warnings-as-errors --output-path $(BUILD_DIR)/docs

peers: ## run the tests in which independent Python libraries judge ours, with these libraries from PyPI
	@python3 -m ensurepip --version >/dev/null 2>&1 || .ci/need python3-venv
	python3 -m venv $(BUILD_DIR)/peers
	$(BUILD_DIR)/peers/bin/pip install --quiet requests joserfc cryptography jsonschema openrpc prometheus-client
	PATH="$(abspath $(BUILD_DIR))/peers/bin:$$PATH" $(SWIFT) test $(BUILD_FLAGS) --filter 'Peer|Python'

clean: ## remove what was built
	rm -rf $(BUILD_DIR) $(COVERAGE_DIR)
