package attrextractor

import (
	"errors"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure"
)

// Config of the service.
type Config struct {
	// Topics are what the topics are called.
	Topics schema.Names
	// Observations is the number of partitions of the observations topic.
	Observations int
	// Exchanges is the number of partitions of the exchanges topic.
	Exchanges int
	// Thresholds say from which value an aspect counts as present (the domain pack's, classifier.pack); names that are
	// missing keep their default.
	Thresholds map[string]float64
}

// Validate says in the user's words what cannot work.
func (c Config) Validate() error {
	if c.Observations < 1 || c.Exchanges < 1 {
		return errors.New("the numbers of partitions of the exchanges and observations topics must be known")
	}
	return measure.Thresholds(c.Thresholds).Check()
}
