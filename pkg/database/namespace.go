package database

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Keys of the settings that a namespace holds for good.
const (
	// KeySalt is the fingerprint of the salt, never the salt itself.
	KeySalt = "salt fingerprint"
	// KeyBucket is the length of the miner's buckets.
	KeyBucket = "miner.bucket"
	// KeyParams are the miner's other parameters.
	KeyParams = "miner parameters"
	// KeyPartitions is the number of partitions of the observations.
	KeyPartitions = "partitions"
)

// A MismatchError says that a namespace was begun with another setting.
type MismatchError struct {
	Key, Have, Want string
}

// Error says it in the user's words.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("this namespace was begun with %s %q and is now started with %q: "+
		"results would mix what does not belong together; start with the former value, or choose another postgres.schema and kafka.topic_prefix",
		e.Key, e.Have, e.Want)
}

// EnsureNamespace writes the settings that the namespace does not hold yet, and refuses with a *MismatchError
// when it holds another value of one of them. All of them are written, or none.
func EnsureNamespace(ctx context.Context, pool *pgxpool.Pool, settings map[string]string) error {
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		for _, key := range slices.Sorted(maps.Keys(settings)) {
			if err := ensure(ctx, tx, key, settings[key]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("check the namespace: %w", err)
	}
	return nil
}

func ensure(ctx context.Context, tx pgx.Tx, key, want string) error {
	if _, err := tx.Exec(ctx, `INSERT INTO namespace (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`, key, want); err != nil {
		return fmt.Errorf("write %s: %w", key, err)
	}
	var have string
	if err := tx.QueryRow(ctx, `SELECT value FROM namespace WHERE key = $1`, key).Scan(&have); err != nil {
		return fmt.Errorf("read %s: %w", key, err)
	}
	if have != want {
		return &MismatchError{Key: key, Have: have, Want: want}
	}
	return nil
}

// Compare says, with a *MismatchError, where a namespace does not hold a setting, without writing anything.
func Compare(ctx context.Context, pool *pgxpool.Pool, settings map[string]string) error {
	rows, err := pool.Query(ctx, `SELECT key, value FROM namespace`)
	if err != nil {
		return fmt.Errorf("read the namespace's settings: %w", err)
	}
	have := map[string]string{}
	var key, value string
	_, err = pgx.ForEachRow(rows, []any{&key, &value}, func() error {
		have[key] = value
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the namespace's settings: %w", err)
	}
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		if have[key] != settings[key] {
			return &MismatchError{Key: key, Have: have[key], Want: settings[key]}
		}
	}
	return nil
}
