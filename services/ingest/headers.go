package ingest

import (
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

func header(r stream.Record, key string) (value string, ok bool) {
	for _, h := range r.Headers {
		if h.Key == key {
			return string(h.Value), true
		}
	}
	return "", false
}

// origin is the file and line that a record was imported from, empty when its headers do not say.
func origin(r stream.Record) string {
	file, ok := header(r, schema.HeaderFile)
	if !ok {
		return ""
	}
	if line, ok := header(r, schema.HeaderLine); ok {
		file += ":" + line
	}
	return file
}

// reason says why a record is given up, and where it came from.
func reason(r stream.Record, why string) string {
	if from := origin(r); from != "" {
		return from + ": " + why
	}
	return why
}

// missingTime is the time of a record that has none of its own: that of its header, else of its place in the log.
func missingTime(r stream.Record) int64 {
	if s, ok := header(r, schema.HeaderDefaultTime); ok {
		if us, ok := parse.Time(s); ok {
			return us
		}
	}
	if r.Time.IsZero() {
		return 0
	}
	return max(r.Time.UnixMicro(), 0)
}

// tally counts warnings by their words.
func tally(warnings []string) map[string]int {
	if len(warnings) == 0 {
		return nil
	}
	n := map[string]int{}
	for _, w := range warnings {
		n[w]++
	}
	return n
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
