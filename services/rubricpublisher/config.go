package rubricpublisher

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/pkg/pack"
)

// Config is what can be set about the publisher. The zero value of an optional field means its default.
type Config struct {
	// TopicPrefix stands before the names of topics, e.g. "gpa." (kafka.topic_prefix); it is part of ce_source, too.
	TopicPrefix string
	// Listen is where the HTTP interface listens, host:port (http.listen). Empty: nowhere.
	Listen string
	// Review holds rubrics with items back until somebody approves them (publisher.review).
	Review bool
	// MaxItems is the most items of a rubric; default 12 (publisher.max_items).
	MaxItems int
	// Drift is how far a strength may move, in satisfaction probability, before a rubric with the same items is
	// published anew; default 0.05 (publisher.drift).
	Drift float64
	// AllowDimensions names sensitive dimensions (gender, religion, health and the like) that may have rubrics
	// (publisher.allow_dimensions).
	AllowDimensions []string
	// Safety is what no rubric may ask for (the domain pack's, classifier.pack).
	Safety pack.Safety
	// Poll is the pause between looks for a new bucket or a waiting event; default 250 ms (publisher.poll).
	Poll time.Duration
	// RepairEvery is how often the tail of the topic is compared with the database; default 5 min (publisher.repair_every).
	RepairEvery time.Duration
	// KeepEvents is how long published events can be resumed from by Last-Event-ID; default 24 h
	// (publisher.keep_events). The newest of each rubric is kept for good.
	KeepEvents time.Duration
}

// Defaults fills in what is not set.
func (c Config) Defaults() Config {
	if c.MaxItems == 0 {
		c.MaxItems = 12
	}
	if c.Drift == 0 {
		c.Drift = 0.05
	}
	if c.Poll == 0 {
		c.Poll = 250 * time.Millisecond
	}
	if c.RepairEvery == 0 {
		c.RepairEvery = 5 * time.Minute
	}
	if c.KeepEvents == 0 {
		c.KeepEvents = 24 * time.Hour
	}
	return c
}

// Validate says all that is wrong, by the names that a user sets.
func (c Config) Validate() error {
	c = c.Defaults()
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if c.MaxItems < 1 || c.MaxItems > 100 {
		fault("publisher.max_items is %d; expected 1 to 100", c.MaxItems)
	}
	if !(c.Drift > 0 && c.Drift <= 1) {
		fault("publisher.drift is %v; expected more than 0 and at most 1", c.Drift)
	}
	duration := func(name string, d time.Duration) {
		if d < time.Millisecond {
			fault("publisher.%s is %s; expected a duration such as 1s", name, d)
		}
	}
	duration("poll", c.Poll)
	duration("repair_every", c.RepairEvery)
	duration("keep_events", c.KeepEvents)
	for _, d := range c.AllowDimensions {
		if strings.TrimSpace(d) == "" {
			fault("publisher.allow_dimensions holds an empty name; expected names of dimensions")
		}
	}
	return errors.Join(faults...)
}
