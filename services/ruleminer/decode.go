package ruleminer

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
)

const (
	// maxName keeps a rubric's key (dimension, group, intent) below what a Postgres index can hold.
	maxName = 512
	// maxTime is the year 2200: far enough from where microseconds overflow, whatever is added.
	maxTime = 7_258_118_400_000_000
	// maxKnown bounds the names of which a decoder keeps one copy, maxKnownSize their length.
	maxKnown, maxKnownSize = 1 << 14, 64
)

// defects are the feedback types that speak of an answer's quality; all others, and unknown ones, of its style.
var defects = map[string]mine.Defect{
	"error_report": mine.ErrorReport, "correction": mine.Correction, "refusal_complaint": mine.Refusal,
}

// A decoder reads observations straight from their protobuf encoding: a worker reads every observation there is, and
// most of what they hold are the same few names. It is not safe for concurrent use.
type decoder struct {
	// known holds names that were met, so that they are made once.
	known map[string]string
	o     mine.Observation
	// What does not fit into an observation as long as it is not checked.
	shard, label uint64
	directions   []int32
}

// decode reads an observation and says what the miner cannot count: such a record goes to the dead letters, before it
// can stop a bucket. The observation's slices hold until the next call.
func (d *decoder) decode(value []byte) (mine.Observation, error) {
	d.o = mine.Observation{Aspects: d.o.Aspects[:0], Groups: d.o.Groups[:0], Stated: d.o.Stated[:0]}
	d.shard, d.label, d.directions = 0, 0, d.directions[:0]
	if err := fields(value, d.field); err != nil {
		return mine.Observation{}, fmt.Errorf("decode observation: %w", err)
	}
	if err := d.check(); err != nil {
		return d.o, fmt.Errorf("observation %.64q: %w", d.o.ID, err)
	}
	d.o.Shard, d.o.Label = int(d.shard), mine.Label(d.label)
	for i, direction := range d.directions {
		d.o.Stated[i].Direction = int8(direction)
	}
	return d.o, nil
}

func (d *decoder) check() error {
	o := &d.o
	switch {
	case o.ID == "":
		return errors.New("no id")
	case o.User == "":
		return errors.New("no user")
	case d.shard >= schema.Shards:
		return fmt.Errorf("shard is %d; expected less than %d", d.shard, schema.Shards)
	case o.Time < 0 || o.Time > maxTime:
		return fmt.Errorf("time is %d µs; expected 1970 to 2200", o.Time)
	}
	if err := checkNames(o); err != nil {
		return err
	}
	switch gpav1.Label(int32(uint32(d.label))) {
	case gpav1.Label_LABEL_SAT, gpav1.Label_LABEL_DSAT:
		if !credible(o.Confidence) {
			return fmt.Errorf("confidence is %v; expected 0.5 to 1", o.Confidence)
		}
	case gpav1.Label_LABEL_UNSPECIFIED, gpav1.Label_LABEL_NEUTRAL:
	default:
		return fmt.Errorf("label is %d; expected 0 to 3", int32(uint32(d.label)))
	}
	for i, s := range o.Stated {
		if d.directions[i] != 1 && d.directions[i] != -1 {
			return fmt.Errorf("direction of %q is %d; expected 1 or -1", s.Aspect, d.directions[i])
		}
		if !credible(s.Confidence) {
			return fmt.Errorf("confidence of %q is %v; expected 0.5 to 1", s.Aspect, s.Confidence)
		}
	}
	return nil
}

func checkNames(o *mine.Observation) error {
	if err := checkName("intent", o.Intent); err != nil {
		return err
	}
	if err := checkName("stratum", o.Stratum); err != nil {
		return err
	}
	for _, a := range o.Aspects {
		if err := checkName("aspect", a); err != nil {
			return err
		}
	}
	for _, s := range o.Stated {
		if err := checkName("stated aspect", s.Aspect); err != nil {
			return err
		}
	}
	for _, g := range o.Groups {
		if err := checkName("dimension", g.Dimension); err != nil {
			return err
		}
		if err := checkName("group", g.Value); err != nil {
			return err
		}
	}
	return nil
}

// checkName refuses what Postgres cannot hold.
func checkName(kind, name string) error {
	if len(name) > maxName {
		return fmt.Errorf("%s %.64q… has %d bytes; expected %d at most", kind, name, len(name), maxName)
	}
	if strings.IndexByte(name, 0) >= 0 {
		return fmt.Errorf("%s %q holds a zero byte", kind, name)
	}
	return nil
}

// credible is false for NaN, too.
func credible(confidence float64) bool { return confidence >= 0.5 && confidence <= 1 }
