// Package announce makes the event by which other teams learn of a version. It is pure; sending is the outbox's.
package announce

import (
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

// Events are the events of those versions that are made known, in the same order. Source names the publisher.
func Events(source string, rubrics []schema.Rubric) ([]outbox.Event, error) {
	var out []outbox.Event
	for _, r := range rubrics {
		kind, ok := versions.Announce(r)
		if !ok {
			continue
		}
		var at time.Time
		if r.PublishedAt != nil {
			at = *r.PublishedAt
		}
		e, err := outbox.New(outbox.KindRubric, r.ID, kind, r, int64(r.Version), outbox.Attributes(source, r.ID, at, int64(r.Version)))
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
