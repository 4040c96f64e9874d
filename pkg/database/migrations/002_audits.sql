-- +goose Up

-- The last audit of each stage (gpa doctor --audit), which metrics are made of.
CREATE TABLE audits (
    stage   text PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now(),
    missing bigint NOT NULL,
    account jsonb NOT NULL
);

-- +goose Down
DROP TABLE audits;
