# What one can do here. `make` lists the targets.

SHELL := /bin/bash -o pipefail
.DEFAULT_GOAL := help

export CGO_ENABLED := 0

BIN   := $(CURDIR)/.bin
CACHE := $(CURDIR)/.cache

KAFKA_VERSION ?= 4.4.0
KAFKA_LIBS    := $(CACHE)/kafka/$(KAFKA_VERSION)

# Skips of tests that measure on data which stand outside of the repository. Nothing else may skip.
SKIPS := GPA_DATA

version_of = $(shell sed -n 's|^[[:space:]]*$(1) \(v[^ ]*\).*|\1|p' $(2) | head -n 1)
LINT    := $(BIN)/golangci-lint-$(call version_of,github.com/golangci/golangci-lint/v2,tools/lint/go.mod)
BUF     := $(BIN)/buf-$(call version_of,github.com/bufbuild/buf,tools/go.mod)
PROTOC_GEN := $(BIN)/protoc-gen-go $(BIN)/protoc-gen-go-vtproto
VERDICT := $(BIN)/verdict
TOXI    := $(BIN)/toxiproxy-$(call version_of,.*github.com/Shopify/toxiproxy/v2,tools/toxiproxy/go.mod)

MODULES = $(shell go list -m -f '{{.Dir}}')

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##  Use

.PHONY: build
build: ## Build the command gpa into .bin
	go build -trimpath -o $(BIN)/gpa ./cmd/gpa

.PHONY: demo
demo: build ## See it work: one process, embedded broker and PostgreSQL, about a minute (ARGS="--seed 7")
	$(BIN)/gpa demo $(ARGS)

##  Check

.PHONY: check
check: check-fmt check-names check-proto check-modules check-alerts lint ## All checks that look at the code without running it

.PHONY: check-fmt
check-fmt: $(LINT) ## Fail when a file is not formatted
	@for dir in $(MODULES) tools; do (cd $$dir && $(LINT) fmt -c $(CURDIR)/.golangci.yml --diff ./...) || exit 1; done

.PHONY: check-names
check-names: ## Fail on package names that say nothing and on files that grew too long
	tools/check-names

.PHONY: check-proto
check-proto: $(BUF) $(PROTOC_GEN) ## Lint the messages, hold them against the commit before, compare generated code
	tools/check-proto $(BUF)

.PHONY: check-modules
check-modules: ## Build every module without the workspace; ask whether go.mod is tidy
	tools/check-modules

.PHONY: check-alerts
check-alerts: ## Hold alerts, runbook and dashboard against Prometheus itself and against the metrics that there are
	cd tools/prometheus && GOWORK=off go test ./...

.PHONY: lint
lint: $(LINT) ## Run golangci-lint over all modules, directions of imports included
	tools/lint/run $(LINT)

.PHONY: test
test: $(VERDICT) ## Run all tests, on the embedded broker and a real PostgreSQL (TESTS=./pkg/... for some)
	go test -json $(or $(TESTS),work) | $(VERDICT) -allow '$(SKIPS)'
	cd tools && GOWORK=off go test -count=1 -json ./... | $(VERDICT)

.PHONY: test-kafka
test-kafka: $(VERDICT) $(TOXI) kafka-libs ## Run the tests that want a real Apache Kafka (KAFKA_VERSION=4.1.1); GPA_CRASH_FULL=1 for the long ones
	GPA_KAFKA_LIBS=$(KAFKA_LIBS) GPA_TOXIPROXY=$(TOXI) go test -json -count=1 -p 1 -timeout 15m -tags kafka \
		$$(tools/kafka/packages) | $(VERDICT) -allow '$(SKIPS)'

.PHONY: soak
soak: kafka-libs ## Let conversations flow for SOAK (1h) through five processes on a real Kafka, and watch that nothing grows
	cd cmd/gpa && GPA_KAFKA_LIBS=$(KAFKA_LIBS) SOAK=$(or $(SOAK),1h) \
		go test -v -count=1 -timeout 0 -tags kafka,soak -run '^TestSoak$$' ./internal/system

.PHONY: soak-cores
soak-cores: ## Count what a hundred million simulated turns bring, and send ten million through all stages in memory: nothing may grow
	cd services/ruleminer && go test -v -count=1 -timeout 0 -tags soak -run MemoryStaysFlat ./internal/mine
	cd cmd/gpa && go test -v -count=1 -timeout 0 -tags soak -run MemoryStaysFlat ./internal/pipeline

.PHONY: test-llm
test-llm: $(VERDICT) llm-venv ## Run the tests that want a real language model: a small one, on this machine
	GPA_LLM_HOME=$(CACHE)/llm go test -json -count=1 -p 1 -timeout 15m -tags llm \
		-run 'Real' $$(tools/llm/packages) | $(VERDICT)

.PHONY: test-teeth
test-teeth: ## Take the rules of delivery away one by one: the model must notice (docs/delivery.md)
	cd cmd/gpa && go test -tags teeth -count=1 -timeout 20m -run Weakenings ./internal/protocol

.PHONY: test-train
test-train: ## Train twice: the shipped weights must come out, byte for byte (DATA=folder)
	cd services/turnclassifier && GPA_DATA=$(or $(DATA),$(CURDIR)/../shared/data) go test -tags train -count=1 -timeout 20m -run Training ./internal/fit

.PHONY: vectors
vectors: ## Make the table of word vectors anew, from a sentence model (it wants Python); then train
	tools/embedding/make $(CACHE)/embedding services/turnclassifier/internal/meaning/vectors.bin

.PHONY: race
race: ## Run all tests under the race detector, which takes a C compiler
	CGO_ENABLED=1 go test -race work

.PHONY: fuzz
fuzz: ## Run every fuzz test for FUZZTIME (10s)
	tools/fuzz $(or $(FUZZTIME),10s)

BENCH_RUN = cd cmd/gpa && go run ./bench run --command $(BIN)/gpa --python $(CACHE)/peer/bin/python \
	--peer $(CURDIR)/tools/peer/pipeline.py --rows $(CURDIR)/services/turnclassifier/internal/classify/data/chats.jsonl

.PHONY: bench
bench: build peer-venv ## Measure stages, pipeline and peer on the embedded broker, five minutes (ARGS="--only throughput")
	$(BENCH_RUN) $(ARGS)

.PHONY: bench-kafka
bench-kafka: build peer-venv kafka-libs ## The same on a real Apache Kafka
	$(BENCH_RUN) --kafka-libs $(KAFKA_LIBS) $(ARGS)

.PHONY: bench-units
bench-units: ## Run the benchmarks of single pieces (BENCH=regexp)
	go test -run '^$$' -bench '$(or $(BENCH),.)' -benchmem -tags kafka work

##  Containers

.PHONY: compose-images
compose-images: ## Make or bring every image of deploy/docker-compose.yml (STANDINS=1 pulls nothing)
	tools/compose/engine start
	tools/compose/images

.PHONY: compose
compose: ## Run docker compose on deploy/docker-compose.yml as project gpa (ARGS="up --detach --wait")
	@tools/compose/run $(ARGS)

.PHONY: compose-stop
compose-stop: ## Stop the container engine, if it was these targets that started it
	tools/compose/engine stop

.PHONY: test-compose
test-compose: ## Bring the compose file up, kill and scale stages under load, compare what comes out, bring it down
	tools/compose/test

.PHONY: test-helm
test-helm: ## Render the Helm chart and hold it against the schemas of Kubernetes and what docs/deploy.md promises
	tools/helm/check

##  Change

.PHONY: fmt
fmt: $(LINT) ## Format all files
	@for dir in $(MODULES) tools; do (cd $$dir && $(LINT) fmt -c $(CURDIR)/.golangci.yml ./...) || exit 1; done

.PHONY: tidy
tidy: ## Tidy every go.mod
	@for dir in $(MODULES) tools tools/lint tools/prometheus tools/toxiproxy; do (cd $$dir && GOWORK=off go mod tidy) || exit 1; done

.PHONY: proto
proto: $(BUF) $(PROTOC_GEN) ## Generate the Go code of proto/
	$(BUF) generate

##  Tools

.PHONY: tools
tools: $(LINT) $(BUF) $(PROTOC_GEN) $(VERDICT) ## Build the pinned tools into .bin, once for each version

$(LINT):
	@echo "building golangci-lint, which takes some minutes, once"
	cd tools/lint && GOWORK=off GOBIN=$(BIN) go install tool && mv $(BIN)/golangci-lint $@

$(BUF):
	cd tools && GOWORK=off GOBIN=$(BIN) go install tool && mv $(BIN)/buf $@

$(TOXI): tools/toxiproxy/go.mod
	cd tools/toxiproxy && GOWORK=off go build -o $@ github.com/Shopify/toxiproxy/v2/cmd/server

$(PROTOC_GEN): pkg/schema/go.mod
	cd pkg/schema && GOWORK=off GOBIN=$(BIN) go install tool && touch $(PROTOC_GEN)

$(VERDICT): tools/verdict/main.go tools/verdict/judge.go
	cd tools && GOWORK=off go build -o $@ ./verdict

.PHONY: kafka-libs
kafka-libs: ## Bring the jars of Apache Kafka by Maven into .cache/kafka/VERSION, once
	tools/kafka/libs $(KAFKA_VERSION) $(KAFKA_LIBS)

.PHONY: llm-venv
llm-venv: ## Bring a small language model and its server into .cache/llm, once
	tools/llm/venv $(CACHE)/llm

.PHONY: peer-venv
peer-venv: ## Bring the pipeline in Python that make bench compares with into .cache/peer, once
	tools/peer/venv $(CACHE)/peer

.PHONY: clean
clean: ## Remove what was built and fetched
	rm -rf $(BIN) $(CACHE)
