package turnclassifier

import (
	"errors"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Config of the service.
type Config struct {
	// Topics are what the topics are called (default: with the prefix "gpa.").
	Topics schema.Names
	// Window is how long after an answer a reaction belongs to it, and how far back its conversation is looked at
	// (classifier.window, default 30 min). Whole conversations are decided without it.
	Window time.Duration
	// MaxTurns is how many turns of a conversation an exchange sees at most, the nearest in time (default 200).
	MaxTurns int
	// ExplicitConfidence is the probability given to an explicit rating (default 0.95).
	ExplicitConfidence float64
	// Infer names group dimensions that are inferred where none is given (classifier.infer): expertise, language, locale.
	Infer []string
}

// Default is the configuration that the documentation states.
func Default() Config {
	return Config{Topics: schema.Names{Prefix: "gpa."}, Window: 30 * time.Minute, MaxTurns: 200, ExplicitConfidence: 0.95}
}

// Validate says in the user's words what cannot work.
func (c Config) Validate() error {
	switch {
	case c.Window <= 0:
		return errors.New("classifier.window must be longer than 0, e.g. 30m")
	case c.MaxTurns < 2:
		return errors.New("classifier.max_turns must be at least 2: a request and its answer")
	case c.ExplicitConfidence <= 0.5 || c.ExplicitConfidence >= 1:
		return errors.New("classifier.explicit_confidence must lie between 0.5 and 1, e.g. 0.95")
	}
	return checkInfer(c.Infer)
}
