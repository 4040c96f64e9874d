package ingest

import (
	"errors"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

// What records hold.
const (
	// FromTurns means conversations, the default.
	FromTurns = "turns"
	// FromObservations means what another feature extractor has seen already.
	FromObservations = "observations"
)

// FormatAuto recognises the format of each record by its fields.
const FormatAuto = parse.Auto

// NoLateness means that nothing is late, and that time stands still until the end of the input.
const NoLateness time.Duration = -1

// Formats are the names of the known log formats, FormatAuto first.
func Formats() []string { return parse.Formats() }

// Records says how records are read, in files and in topics alike.
type Records struct {
	// From is FromTurns (default) or FromObservations.
	From string
	// Format is one of Formats; default FormatAuto.
	Format string
	// Salt keys all pseudonyms. Required.
	Salt schema.Salt
	// Groups are given to users beside what their records say, and outrank it.
	Groups GroupMap
	// Dimensions maps fields of the record (dotted path, e.g. metadata.team) to group dimensions.
	Dimensions map[string]string
	// Locale makes the record's locale a group dimension of that name.
	Locale bool
	// Only are the dimensions that are contrasted; all that are seen when empty.
	Only []string
	// RecordBytes is the largest record in bytes; default 16 MiB.
	RecordBytes int
	// TurnBytes is the longest content of a turn in bytes; default 1 MiB.
	TurnBytes int
	// Turns is the largest number of turns in a conversation; default 10,000.
	Turns int
}

// Config says how topics are read.
type Config struct {
	Records
	// Sources is the number of partitions of all input topics together.
	Sources int
	// Output is the full name of the topic written, Partitions its number of partitions.
	Output     string
	Partitions int
	// Lateness is how far a record's event time may lie behind the largest before it in its partition, or NoLateness.
	Lateness time.Duration
	// Idle is the time without records after which a partition holds nobody up; 0 means never.
	Idle time.Duration
	// CloseIdle is the time without records after which open buckets close as at the end of input; 0 means never.
	CloseIdle time.Duration
	// Progress is the full name of the topic (one partition) in which all sources say how far they have come, for
	// MaxAhead; empty when nobody waits.
	Progress string
	// MaxAhead is how far a source may run ahead of the slowest live one before it waits.
	MaxAhead time.Duration
	// Ahead is how far an event time may lie ahead of the clock; 0 means that the clock is not asked.
	Ahead time.Duration
	// Finished means that the records come from a Reader in this process and are not parsed again. Never set it for
	// a topic that others may write: such records bring their pseudonyms along.
	Finished bool
}

// withDefaults fills in what is left out.
func (r Records) withDefaults() Records {
	r.From = orElse(r.From, FromTurns)
	r.Format = orElse(r.Format, FormatAuto)
	r.RecordBytes = orElse(r.RecordBytes, 16<<20)
	r.TurnBytes = orElse(r.TurnBytes, 1<<20)
	r.Turns = orElse(r.Turns, 10_000)
	return r
}

func orElse[T comparable](x, otherwise T) T {
	var zero T
	if x == zero {
		return otherwise
	}
	return x
}

// Validate says what is wrong, in the words of the settings.
func (r Records) Validate() error {
	r = r.withDefaults()
	if err := parse.Known(r.Format); err != nil {
		return fmt.Errorf("format: %w", err)
	}
	if r.From != FromTurns && r.From != FromObservations {
		return fmt.Errorf("from is %q; expected turns or observations", r.From)
	}
	if r.Salt == "" {
		return errors.New("salt is missing: it keys the pseudonyms of users and conversations")
	}
	if r.RecordBytes < 1 || r.RecordBytes > schema.MaxMessageBytes {
		return fmt.Errorf("the largest record is %d bytes; expected 1 to %d", r.RecordBytes, schema.MaxMessageBytes)
	}
	if r.TurnBytes < 1 || r.Turns < 1 {
		return fmt.Errorf("a turn of %d bytes, a conversation of %d turns: both limits must be 1 or more", r.TurnBytes, r.Turns)
	}
	for field, dimension := range r.Dimensions {
		if field == "" || dimension == "" {
			return fmt.Errorf("field %q cannot be the dimension %q: both need a name", field, dimension)
		}
	}
	return nil
}

// Validate says what is wrong, in the words of the settings.
func (c Config) Validate() error {
	if err := c.Records.Validate(); err != nil {
		return err
	}
	for _, d := range []struct {
		name  string
		value time.Duration
	}{{"ingest.idle", c.Idle}, {"ingest.close_idle", c.CloseIdle}, {"the time ahead of the clock", c.Ahead}} {
		if d.value < 0 {
			return fmt.Errorf("%s is %s; expected 0 or more", d.name, d.value)
		}
	}
	switch {
	case c.Lateness < 0 && c.Lateness != NoLateness:
		return fmt.Errorf("ingest.lateness is %s; expected 0 or more, or none", c.Lateness)
	case c.Sources < 1:
		return errors.New("ingest.topics name no partition to read")
	case c.Progress != "" && (c.MaxAhead <= 0 || c.Idle == 0 || c.Lateness == NoLateness):
		return errors.New("ingest.max_ahead must be longer than 0, and takes ingest.idle and ingest.lateness: else a source would wait for ever")
	case c.Output == "" || c.Partitions < 1:
		return fmt.Errorf("the topic to write is %q with %d partitions", c.Output, c.Partitions)
	}
	if c.From == FromObservations && (c.Partitions&(c.Partitions-1) != 0 || c.Partitions > schema.Shards) {
		return fmt.Errorf("%s has %d partitions; observations need 1, 2, 4 … %d", c.Output, c.Partitions, schema.Shards)
	}
	return nil
}
