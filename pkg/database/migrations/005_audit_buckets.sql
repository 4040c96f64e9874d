-- +goose Up

-- The account of each stage by time bucket, as the auditor has it: input = output + dead + late + repeated + missing.
CREATE TABLE audit_buckets (
    stage    text        NOT NULL,
    bucket   bigint      NOT NULL,
    input    bigint      NOT NULL,
    output   bigint      NOT NULL,
    dead     bigint      NOT NULL,
    late     bigint      NOT NULL,
    repeated bigint      NOT NULL,
    missing  bigint      NOT NULL,
    sealed   boolean     NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (stage, bucket)
);

-- +goose Down
DROP TABLE audit_buckets;
