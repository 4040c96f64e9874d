package ruleminer

import (
	"errors"
	"fmt"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
)

const (
	// maxName keeps a rubric's key (dimension, group, intent) below what a Postgres index can hold.
	maxName = 512
	// maxTime is the year 2200: far enough from where microseconds overflow, whatever is added.
	maxTime = 7_258_118_400_000_000
)

// defects are the feedback types that speak of an answer's quality; all others, and unknown ones, of its style.
var defects = map[string]mine.Defect{
	"error_report": mine.ErrorReport, "correction": mine.Correction, "refusal_complaint": mine.Refusal,
}

// decode reads an observation and says what the miner cannot count: such a record goes to the dead letters, before it
// can stop a bucket.
func decode(value []byte) (mine.Observation, error) {
	var m gpav1.Observation
	if err := proto.Unmarshal(value, &m); err != nil {
		return mine.Observation{}, fmt.Errorf("decode observation: %w", err)
	}
	o := mine.Observation{
		ID: m.GetId(), User: m.GetUser(), Shard: int(m.GetShard()), Intent: m.GetIntent(), Stratum: m.GetStratum(),
		Aspects: m.GetAspects(), Label: mine.Label(m.GetLabel()), Confidence: m.GetConfidence(),
		Conversation: m.GetConversation(), Time: m.GetTimeUs(), Defect: defects[m.GetFeedbackType()],
	}
	if err := check(&m); err != nil {
		return o, fmt.Errorf("observation %.64q: %w", o.ID, err)
	}
	if len(m.GetGroups()) > 0 {
		o.Groups = make([]mine.Group, len(m.GetGroups()))
	}
	for i, g := range m.GetGroups() {
		o.Groups[i] = mine.Group{Dimension: g.GetDimension(), Value: g.GetValue()}
	}
	for _, s := range m.GetStated() {
		o.Stated = append(o.Stated, mine.Stated{Aspect: s.GetAspect(), Direction: int8(s.GetDirection()), Confidence: s.GetConfidence()})
	}
	return o, nil
}

func check(m *gpav1.Observation) error {
	switch {
	case m.GetId() == "":
		return errors.New("no id")
	case m.GetUser() == "":
		return errors.New("no user")
	case m.GetShard() >= schema.Shards:
		return fmt.Errorf("shard is %d; expected less than %d", m.GetShard(), schema.Shards)
	case m.GetTimeUs() < 0 || m.GetTimeUs() > maxTime:
		return fmt.Errorf("time is %d µs; expected 1970 to 2200", m.GetTimeUs())
	}
	if err := checkNames(m); err != nil {
		return err
	}
	switch m.GetLabel() {
	case gpav1.Label_LABEL_SAT, gpav1.Label_LABEL_DSAT:
		if !credible(m.GetConfidence()) {
			return fmt.Errorf("confidence is %v; expected 0.5 to 1", m.GetConfidence())
		}
	case gpav1.Label_LABEL_UNSPECIFIED, gpav1.Label_LABEL_NEUTRAL:
	default:
		return fmt.Errorf("label is %d; expected 0 to 3", m.GetLabel())
	}
	for _, s := range m.GetStated() {
		if s.GetDirection() != 1 && s.GetDirection() != -1 {
			return fmt.Errorf("direction of %q is %d; expected 1 or -1", s.GetAspect(), s.GetDirection())
		}
		if !credible(s.GetConfidence()) {
			return fmt.Errorf("confidence of %q is %v; expected 0.5 to 1", s.GetAspect(), s.GetConfidence())
		}
	}
	return nil
}

func checkNames(m *gpav1.Observation) error {
	if err := checkName("intent", m.GetIntent()); err != nil {
		return err
	}
	if err := checkName("stratum", m.GetStratum()); err != nil {
		return err
	}
	for _, a := range m.GetAspects() {
		if err := checkName("aspect", a); err != nil {
			return err
		}
	}
	for _, s := range m.GetStated() {
		if err := checkName("stated aspect", s.GetAspect()); err != nil {
			return err
		}
	}
	for _, g := range m.GetGroups() {
		if err := checkName("dimension", g.GetDimension()); err != nil {
			return err
		}
		if err := checkName("group", g.GetValue()); err != nil {
			return err
		}
	}
	return nil
}

// checkName refuses what Postgres cannot hold. protobuf has refused invalid UTF-8 already.
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
