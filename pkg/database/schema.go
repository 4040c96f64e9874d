package database

import (
	"fmt"
	"regexp"
	"strings"
)

// schemaName allows what needs no quotes in SQL; Postgres cuts longer names off, so that two could become one.
var schemaName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// CheckSchema says what is wrong with the name of a schema, in the user's words.
func CheckSchema(name string) error {
	if !schemaName.MatchString(name) {
		return fmt.Errorf("postgres.schema is %q; expected lower-case letters, digits and _, 63 at most, not a digit first", name)
	}
	if strings.HasPrefix(name, "pg_") || name == "information_schema" {
		return fmt.Errorf("postgres.schema is %q, a name that Postgres keeps for itself", name)
	}
	return nil
}

// BucketsChannel is the NOTIFY channel on which the miner's coordinator says that it has taken a bucket, and
// TalliesChannel the one on which its workers say that they have closed one. Channels belong to the whole database,
// hence the schema in their names. A notification only saves waiting: every listener polls, too.
func BucketsChannel(schema string) string { return schema + ".buckets" }

// TalliesChannel is described at BucketsChannel.
func TalliesChannel(schema string) string { return schema + ".tallies" }
