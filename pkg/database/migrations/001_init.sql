-- +goose Up

-- What may never change within a namespace: fingerprint of the salt, length of a bucket, numbers of partitions.
CREATE TABLE namespace (
    key   text PRIMARY KEY,
    value text NOT NULL
);

-- attrextractor: redacted evidence, the only text of users in the database.
CREATE TABLE spans (
    observation_id text NOT NULL,
    aspect         text NOT NULL,
    direction      int NOT NULL,
    turn           int NOT NULL,
    start_at       int NOT NULL,
    end_at         int NOT NULL,
    text           text NOT NULL,
    at             timestamptz NOT NULL,
    PRIMARY KEY (observation_id, aspect)
);
CREATE INDEX spans_by_age ON spans (at);

-- Answers of language models, and equally refusals and budgets that were spent: the first to write wins.
CREATE TABLE llm_memo (
    input_id       text NOT NULL,
    prompt_version text NOT NULL,
    model          text NOT NULL,
    outcome        text NOT NULL,
    answer         text NOT NULL DEFAULT '',
    input_tokens   bigint NOT NULL DEFAULT 0,
    output_tokens  bigint NOT NULL DEFAULT 0,
    at             timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (input_id, prompt_version, model)
);
CREATE INDEX llm_memo_by_age ON llm_memo (at);

-- ruleminer, workers: where each partition of the observations stands. -1: no bucket was closed yet.
CREATE TABLE miner_positions (
    partition      int PRIMARY KEY,
    closed_through bigint NOT NULL DEFAULT -1,
    next_offset    bigint NOT NULL DEFAULT -1,
    clock          bytea,
    counters       bytea
);

-- One row per closed bucket that held something; gone when the coordinator has taken it.
CREATE TABLE miner_tallies (
    bucket    bigint NOT NULL,
    partition int NOT NULL,
    tally     bytea NOT NULL,
    PRIMARY KEY (bucket, partition)
);

-- Buckets that were closed by hand, without what a stuck partition would have given: (after_bucket, through].
CREATE TABLE miner_forced (
    partition    int NOT NULL,
    after_bucket bigint NOT NULL,
    through      bigint NOT NULL,
    reason       text NOT NULL,
    at           timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (partition, through)
);

-- ruleminer, coordinator: one row. leader grows with each take-over, bucket is the last one taken.
CREATE TABLE miner_coordinator (
    id     int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    leader bigint NOT NULL DEFAULT 0,
    bucket bigint NOT NULL DEFAULT -1,
    state  bytea
);
INSERT INTO miner_coordinator DEFAULT VALUES;

-- One row per bucket taken. rules is the rule set after it, null once neither publisher nor reader needs it.
CREATE TABLE miner_buckets (
    bucket     bigint PRIMARY KEY,
    ends_at    timestamptz NOT NULL,
    rules      jsonb,
    incomplete boolean NOT NULL DEFAULT false,
    counts     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX miner_buckets_kept ON miner_buckets (bucket) WHERE rules IS NOT NULL;

CREATE TABLE rules (
    id     text PRIMARY KEY,
    doc    jsonb NOT NULL,
    bucket bigint NOT NULL
);

-- rubricpublisher: the last bucket that became rubrics.
CREATE TABLE publisher_position (
    id     int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    bucket bigint NOT NULL DEFAULT -1
);
INSERT INTO publisher_position DEFAULT VALUES;

CREATE TABLE rubric_versions (
    dimension    text NOT NULL,
    group_name   text NOT NULL,
    intent       text NOT NULL,
    version      int NOT NULL,
    status       text NOT NULL,
    verdict      text NOT NULL,
    items        jsonb NOT NULL DEFAULT '[]',
    content_hash text NOT NULL,
    supersedes   int NOT NULL DEFAULT 0,
    published_at timestamptz,
    actor        text NOT NULL DEFAULT '',
    reason       text NOT NULL DEFAULT '',
    PRIMARY KEY (dimension, group_name, intent, version)
);

CREATE VIEW rubrics_current AS
SELECT DISTINCT ON (dimension, group_name, intent)
       dimension, group_name, intent, version, status, verdict, items, content_hash, supersedes, published_at, actor, reason
FROM rubric_versions
ORDER BY dimension, group_name, intent, version DESC;

-- What is to be published: written in the transaction of the change itself. Column names are Debezium's.
CREATE TABLE outbox (
    seq           bigserial PRIMARY KEY,
    id            uuid NOT NULL UNIQUE,
    aggregatetype text NOT NULL,
    aggregateid   text NOT NULL,
    type          text NOT NULL,
    payload       jsonb,
    headers       jsonb NOT NULL DEFAULT '{}',
    published_at  timestamptz
);
CREATE INDEX outbox_waiting ON outbox (aggregatetype, seq) WHERE published_at IS NULL;
CREATE INDEX outbox_by_key ON outbox (aggregatetype, aggregateid, seq DESC);

-- +goose Down
DROP TABLE outbox;
DROP VIEW rubrics_current;
DROP TABLE rubric_versions;
DROP TABLE publisher_position;
DROP TABLE rules;
DROP TABLE miner_buckets;
DROP TABLE miner_coordinator;
DROP TABLE miner_forced;
DROP TABLE miner_tallies;
DROP TABLE miner_positions;
DROP TABLE llm_memo;
DROP TABLE spans;
DROP TABLE namespace;
