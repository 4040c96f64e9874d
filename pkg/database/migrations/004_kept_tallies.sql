-- +goose Up

-- The merged tally of a bucket that was taken, compressed, where miner.keep_tallies says so: what history is adopted from.
ALTER TABLE miner_buckets ADD COLUMN tally bytea;
CREATE INDEX miner_buckets_tallies ON miner_buckets (bucket) WHERE tally IS NOT NULL;

-- +goose Down
DROP INDEX miner_buckets_tallies;
ALTER TABLE miner_buckets DROP COLUMN tally;
