package ruleminer

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/database"
)

func TestSettingsThatCannotWorkAreNamed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spoil func(c *Config)
		want  string // empty: it is good
	}{
		{"the defaults and a salt", func(*Config) {}, ""},
		{"a parameter", func(c *Config) { c.Set = []string{"AlphaPub=0.1", "minusers = 30"} }, ""},
		{"no salt", func(c *Config) { c.Salt = "" }, "salt is empty"},
		{"partitions", func(c *Config) { c.Partitions = 6 }, "kafka.partitions is 6"},
		{"no partitions", func(c *Config) { c.Partitions = 0 }, "kafka.partitions is 0"},
		{"negative partitions", func(c *Config) { c.Partitions = -8 }, "kafka.partitions is -8"},
		{"more partitions than shards", func(c *Config) { c.Partitions = 128 }, "kafka.partitions is 128"},
		{"bucket", func(c *Config) { c.Bucket = time.Millisecond }, "miner.bucket is 1ms"},
		{"part of a microsecond", func(c *Config) { c.Bucket += time.Nanosecond }, "miner.bucket"},
		{"epoch", func(c *Config) { c.Epoch = time.Minute }, "miner.epoch is 1m0s"},
		{"hold", func(c *Config) { c.MaxHold = 0 }, "miner.max_hold is 0s"},
		{"look", func(c *Config) { c.LookEvery = 0 }, "LookEvery"},
		{"poll", func(c *Config) { c.Poll = 0 }, "Poll"},
		{"patience", func(c *Config) { c.Patience = 0 }, "Patience"},
		{"parameter without value", func(c *Config) { c.Set = []string{"AlphaPub"} }, "expected KEY=VALUE"},
		{"unknown parameter", func(c *Config) { c.Set = []string{"AlphaPup=0.1"} }, "did you mean AlphaPub"},
		{"parameter out of range", func(c *Config) { c.Set = []string{"AlphaPub=1.5"} }, "AlphaPub must lie between"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := Defaults()
			c.Salt = "salt"
			tt.spoil(&c)
			_, err := New(c, NewMemoryStore())
			if (err == nil) != (tt.want == "") {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			if err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%q does not say %q", err, tt.want)
			}
		})
	}
}

func TestANamespaceHoldsWhatMayNotChange(t *testing.T) {
	t.Parallel()
	settingsOf := func(change func(c *Config)) map[string]string {
		t.Helper()
		c := Defaults()
		c.Salt = "salt"
		change(&c)
		s, err := c.Namespace()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	base := settingsOf(func(*Config) {})
	if !maps.Equal(base, settingsOf(func(c *Config) { c.LookEvery, c.Poll = 1, time.Minute })) {
		t.Error("what changes no result is held")
	}
	changes := map[string]func(c *Config){
		database.KeySalt:       func(c *Config) { c.Salt = "another" },
		database.KeyPartitions: func(c *Config) { c.Partitions = 4 },
		database.KeyBucket:     func(c *Config) { c.Bucket = 2 * time.Hour },
		"miner EpochBuckets":   func(c *Config) { c.Epoch = 7 * 24 * time.Hour },
		"miner MaxHold":        func(c *Config) { c.MaxHold = 24 * time.Hour },
		"miner CapIntent":      func(c *Config) { c.Set = []string{"CapIntent=9"} },
	}
	for key, change := range changes {
		if got := settingsOf(change); got[key] == "" || got[key] == base[key] {
			t.Errorf("%s is %q whatever is set", key, got[key])
		}
	}
	for key, value := range base {
		if strings.Contains(value, "salt") {
			t.Errorf("%s gives the salt away", key)
		}
	}
}
