package ruleminer

import (
	"errors"
	"fmt"
	"math/bits"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
)

// Config is what may be set; Defaults gives the defaults.
type Config struct {
	// Salt keys the priorities by which caps choose and the hashes of the cap counters. Required.
	Salt schema.Salt
	// Partitions is the number of partitions of the observations: 1, 2, 4 … 64.
	Partitions int
	// Bucket is the length of a bucket of event time (miner.bucket), in whole microseconds.
	Bucket time.Duration
	// Epoch is the length of the short windows (miner.epoch), MaxHold how long an intent's tallies may wait to become
	// evidence (miner.max_hold). Both are rounded to buckets.
	Epoch, MaxHold time.Duration
	// KeepTallies is for how long the tallies of buckets that were taken are kept (miner.keep_tallies): what history is
	// adopted from, and other parameters are tried on. Zero keeps none.
	KeepTallies time.Duration
	// Set holds further parameters of docs/statistics.md, each as KEY=VALUE.
	Set []string

	// LookEvery is after how many records a worker looks whether its partition still is its own.
	LookEvery int
	// Poll is the pause of a coordinator with nothing to do; a notification ends it early.
	Poll time.Duration
	// Patience is how long a coordinator that was replaced watches work lie about before it takes over again.
	Patience time.Duration
}

// Defaults are those of a running system; `gpa mine` has a bucket of 24 h.
func Defaults() Config {
	return Config{
		Partitions: 8,
		Bucket:     time.Hour,
		Epoch:      28 * 24 * time.Hour,
		MaxHold:    7 * 24 * time.Hour,
		LookEvery:  20_000,
		Poll:       time.Second,
		Patience:   15 * time.Second,
	}
}

// Validate says in the user's words what is wrong, all at once.
func (c Config) Validate() error {
	var errs []error
	must := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	must(c.Salt != "", "salt is empty; it keys the caps, and must stay the same for good")
	must(c.Partitions > 0 && c.Partitions <= schema.Shards && bits.OnesCount(uint(max(c.Partitions, 0))) == 1,
		"kafka.partitions is %d; expected 1, 2, 4, 8, 16, 32 or 64", c.Partitions)
	must(c.Bucket >= time.Second && c.Bucket%time.Microsecond == 0, "miner.bucket is %v; expected a second or more", c.Bucket)
	must(c.Epoch >= c.Bucket, "miner.epoch is %v, shorter than a bucket (%v)", c.Epoch, c.Bucket)
	must(c.MaxHold >= c.Bucket, "miner.max_hold is %v, shorter than a bucket (%v)", c.MaxHold, c.Bucket)
	must(c.KeepTallies >= 0, "miner.keep_tallies is %v; expected 0 or more", c.KeepTallies)
	must(c.LookEvery > 0, "LookEvery is %d; expected 1 or more records", c.LookEvery)
	must(c.Poll > 0, "Poll is %v; expected more than nothing", c.Poll)
	must(c.Patience >= c.Poll, "Patience is %v, shorter than Poll (%v)", c.Patience, c.Poll)
	if len(errs) == 0 {
		_, err := c.params()
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// params are the parameters of the statistics.
func (c Config) params() (mine.Params, error) {
	p := mine.DefaultParams(c.Bucket)
	p.EpochBuckets, p.MaxHold = p.Buckets(c.Epoch), p.Buckets(c.MaxHold)
	for _, s := range c.Set {
		key, value, ok := strings.Cut(s, "=")
		if !ok {
			return p, fmt.Errorf("set %q: expected KEY=VALUE", s)
		}
		if err := p.Set(strings.TrimSpace(key), value); err != nil {
			return p, err
		}
	}
	if err := p.Validate(); err != nil {
		return p, fmt.Errorf("miner parameters: %w", err)
	}
	return p, nil
}

// Namespace is what a namespace must keep for good, for database.EnsureNamespace: the salt's fingerprint, the number
// of partitions, and every parameter by its name, because tallies made with others do not add up. Names may be pinned at any time.
func (c Config) Namespace() (map[string]string, error) {
	p, err := c.params()
	if err != nil {
		return nil, err
	}
	settings := map[string]string{
		database.KeySalt:       c.Salt.Fingerprint(),
		database.KeyPartitions: strconv.Itoa(c.Partitions),
		database.KeyBucket:     c.Bucket.String(),
	}
	values := reflect.ValueOf(p)
	for i := range values.NumField() {
		if name := values.Type().Field(i).Name; name != "Bucket" && name != "Pin" {
			settings["miner "+name] = fmt.Sprint(values.Field(i).Interface())
		}
	}
	return settings, nil
}
