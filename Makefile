# Everything one does with Tombola from its source. `make` alone prints this list.

.DEFAULT_GOAL := help
.PHONY: help run build test soak bench bench-large clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build, then serve the raffle on port 8000 until Ctrl-C
	@exec build/release/tombola dev examples/raffle

build: ## Build the release binary, build/release/tombola
	@scripts/setup run
	@scripts/build release tombola

test: ## Build with sanitizers and run every test there is
	@scripts/setup test
	@scripts/build dev
	@scripts/build tsan $$(tests/run_all --tsan-targets)
	@exec tests/run_all

soak: ## Random operations, crashes, memory and fuzzers for SOAK_MINUTES (30), each time with new seeds
	@scripts/setup test
	@scripts/build dev
	@scripts/build release
	@exec tests/soak

bench: ## Measure side by side with its peers and the machine's limit; QUICK=1 takes two minutes
	@scripts/setup bench
	@scripts/build release
	@exec bench/run

bench-large: ## Measure reading ten million items; takes 5 GB of disk
	@scripts/setup bench
	@scripts/build release
	@exec bench/run large

clean: ## Remove what was built; the raffle's data in .tombola/ stays
	rm -rf build
