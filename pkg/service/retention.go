package service

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/schema"
)

// A RetentionError says that a topic forgets what a restart may still need.
type RetentionError struct {
	// Topic is its full name.
	Topic      string
	Kept, Need time.Duration
}

// Error says it in the user's words.
func (e *RetentionError) Error() string {
	return fmt.Sprintf("topic %s keeps records for %s; a restart may need those of %s: 2 × (classifier.window + ingest.lateness + miner.bucket). "+
		"Set its retention.ms to %d or more, or shorten those settings", e.Topic, e.Kept, e.Need, e.Need.Milliseconds())
}

// LeastRetention is how long internal topics must keep records, so that a restart finds what it needs.
func LeastRetention(c config.Config) time.Duration {
	return 2 * (c.Window + max(c.Lateness, 0) + c.Bucket)
}

// CheckRetention refuses topics that keep records for less than LeastRetention with a *RetentionError. Topics that are
// not in kept are not judged.
func CheckRetention(kept map[schema.Topic]time.Duration, c config.Config) error {
	need := LeastRetention(c)
	for _, topic := range []schema.Topic{schema.TopicTurns, schema.TopicExchanges, schema.TopicObservations} {
		if d, known := kept[topic]; known && d < need {
			return &RetentionError{Topic: c.Topic(topic), Kept: d, Need: need}
		}
	}
	return nil
}

// checkRetention asks the brokers. Who may not ask can start all the same.
func (e *Env) checkRetention(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	kept, err := e.Broker.Retentions(ctx, e.Config.Names())
	if err != nil {
		e.Log.Warn("retention of topics is not checked", slog.Any("error", err))
	}
	return CheckRetention(kept, e.Config)
}
