// Package doctor looks at what a namespace needs and says what it found, a line each, with what mends it.
//
// It changes nothing: a check asks, and a pure function judges the answer.
package doctor

import (
	"context"
	"slices"
	"time"

	"github.com/gpa-stream/gpa/pkg/config"
)

// A Finding is one line.
type Finding struct {
	Check string `json:"check"`
	OK    bool   `json:"ok"`
	Found string `json:"found"`
	// Mend says what to do when it is not well.
	Mend string `json:"mend,omitempty"`
}

// good is a finding that is well.
func good(check, found string) Finding { return Finding{Check: check, OK: true, Found: found} }

// bad is a finding that is not, with what mends it.
func bad(check, found, mend string) Finding { return Finding{Check: check, Found: found, Mend: mend} }

// patience bounds each look: a broker that does not answer is a finding.
const patience = 10 * time.Second

// Patient is a namespace to be looked at.
type Patient struct {
	Config config.Config
	// Now is the clock that is compared with the database's.
	Now func() time.Time
	// Brokers reaches the brokers; nil when none are configured.
	Brokers Brokers
}

// Examine looks at brokers, topics, database, salt and what was announced, in this order.
func Examine(ctx context.Context, p Patient) []Finding {
	return slices.Concat(p.brokers(ctx), p.database(ctx), p.announced(ctx))
}
