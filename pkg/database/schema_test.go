package database_test

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/database"
)

func TestSchemaNamesNeedNoQuotes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		good bool
	}{
		{"gpa", true},
		{"gpa_mine_run7", true},
		{"_tenant", true},
		{strings.Repeat("a", 63), true},
		{strings.Repeat("a", 64), false},
		{"", false},
		{"Gpa", false},
		{"7days", false},
		{"a-b", false},
		{`a"; DROP SCHEMA gpa; --`, false},
		{"a b", false},
		{"a\n", false},
		{"pg_catalog", false},
		{"pg_temp_1", false},
		{"information_schema", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := database.CheckSchema(tt.name)
			if (err == nil) != tt.good {
				t.Errorf("CheckSchema(%q) = %v, want good: %v", tt.name, err, tt.good)
			}
			if err != nil && !strings.HasPrefix(err.Error(), "postgres.schema is ") {
				t.Errorf("error %q does not name the setting", err)
			}
		})
	}
}

func TestNamespacesDoNotHearEachOther(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, schema := range []string{"a", "b"} {
		for _, channel := range []string{database.BucketsChannel(schema), database.TalliesChannel(schema)} {
			if seen[channel] {
				t.Errorf("channel %s is used twice", channel)
			}
			seen[channel] = true
		}
	}
}
