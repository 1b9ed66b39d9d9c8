# `make help` lists the targets. Everything that they need beside Go and make they install into .bin.

GOLANGCI_VERSION := v2.15.0
GOLANGCI := .bin/golangci-lint-$(GOLANGCI_VERSION)
GORELEASER_VERSION := v2.15.0
GORELEASER := .bin/goreleaser-$(GORELEASER_VERSION)
SHARED := $(or $(REFCHECK_SHARED),../shared)
FUZZTIME ?= 1s
SCENES ?= throughput,events,kill,night,limits
# The packages that start goroutines, or are called by several at once.
CONCURRENT := ./cmd/... $(addprefix ./internal/,check/... jobs/... metrics/... registry/... server/... store/... webpage/... \
	crossref/... pubmed/... doi/... datacite/... retraction/... document/pdf/... document/text/... citation)
export CGO_ENABLED := 0
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.DEFAULT_GOAL := help
.PHONY: help build test race lint tidy fuzz demo record score score-sample score-parse bench-warm soak look release-check ci clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: ## build ./refcheck
	go build -trimpath -ldflags "-X main.version=$(VERSION)" -o refcheck ./cmd/refcheck

test: ## run the tests; those of PostgreSQL, of the page in Chromium and by axe where these are to be had
	REFCHECK_AXE=$$(scripts/axe) scripts/with-postgres go test ./...

race: ## run the short tests of what works side by side under the race detector (needs a C compiler)
	CGO_ENABLED=1 scripts/with-postgres go test -race -short $(CONCURRENT)

lint: $(GOLANGCI) ## vet and lint, imports between packages included
	$(GOLANGCI) run ./...

$(GOLANGCI):
	@mkdir -p .bin
	GOBIN=$(CURDIR)/.bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv .bin/golangci-lint $@

tidy: ## fail if go.mod or go.sum is not tidy
	go mod tidy -diff

fuzz: ## run each fuzz target for FUZZTIME (1s; give it more to look for faults)
	@scripts/fuzz $(FUZZTIME)

demo: build ## check the sample list against recorded answers, without a network
	./refcheck check testdata/halpern-2003.txt --replay testdata/halpern-2003 --no-config --fail-on never

record: build ## record the answers for the sample list anew (REFCHECK_CROSSREF_URL … choose the registries)
	scripts/record testdata/halpern-2003.txt testdata/halpern-2003

score: build ## measure parsing and verdicts on the labelled sets, against stand-in registries
	scripts/score.py $(SHARED)

score-sample: build ## measure verdicts on a part of the labelled sets; fail where a rate fell below its floor
	@if command -v python3 >/dev/null; then python3 -m doctest scripts/score.py && scripts/score.py $(SHARED) --sample; \
	else echo "score: skipped, there is no python3"; fi

bench-warm: build ## measure a second run over 10,000 references, of which every answer is kept
	scripts/bench-warm $(SHARED)

score-parse: build ## measure how well and how fast printed references are read
	scripts/score-parse $(SHARED)

soak: build ## put the service under load, and kill its replicas, against stand-in registries (SCENES chooses)
	scripts/with-postgres go run ./scripts/soak -shared $(SHARED) -scenes $(SCENES)

look: build ## take pictures of the report's page and of the service's with Chromium, into build/
	@mkdir -p build
	scripts/look build

release-check: $(GORELEASER) ## check the configuration of releases, and build one for this machine
	$(GORELEASER) check
	$(GORELEASER) build --snapshot --clean --single-target

$(GORELEASER):
	@mkdir -p .bin
	GOBIN=$(CURDIR)/.bin go install github.com/goreleaser/goreleaser/v2@$(GORELEASER_VERSION)
	mv .bin/goreleaser $@

ci: lint tidy build fuzz demo score-sample race test ## all checks, the tests last

clean: ## remove what was built
	rm -rf refcheck .bin build dist
