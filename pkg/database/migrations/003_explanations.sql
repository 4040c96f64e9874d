-- +goose Up

-- What stands behind the rules, for people: the document explain.json as of some bucket not long ago.
ALTER TABLE miner_coordinator ADD COLUMN explanations jsonb;

-- +goose Down
ALTER TABLE miner_coordinator DROP COLUMN explanations;
