package parse

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

// Defaults of observations.
const (
	// DefaultConfidence is that of a judgement or wish that names none.
	DefaultConfidence = 0.95
	// DefaultIntent is that of an observation that names none.
	DefaultIntent = "other"
)

// An Observation is what another feature extractor has seen in an exchange, with raw names.
type Observation struct {
	Record
	ID string
	// Aspects are sorted, each once.
	Aspects []string
	// Label is unspecified when nobody reacted.
	Label gpav1.Label
	// Confidence is from 0.5 to 1, and 0 for a label other than SAT and DSAT.
	Confidence float64
	// FeedbackType is one of schema.FeedbackTypes, or empty.
	FeedbackType string
	// Stated are sorted by aspect and direction, each once.
	Stated []*gpav1.Stated
}

var labels = map[string]gpav1.Label{
	"SAT": gpav1.Label_LABEL_SAT, "DSAT": gpav1.Label_LABEL_DSAT, "neutral": gpav1.Label_LABEL_NEUTRAL,
}

// members are the values of an observation's fields.
type members struct {
	id, user, conversation, groups, stratum, intent, at, label, confidence, feedbackType, aspects, stated tape.Value
}

// membersOf finds them in one go; of several of one name the last holds.
func membersOf(root tape.Value) (m members) {
	for v := range root.Members() {
		switch v.Name() {
		case "id":
			m.id = v
		case "user":
			m.user = v
		case "conversation_id":
			m.conversation = v
		case "groups":
			m.groups = v
		case "stratum":
			m.stratum = v
		case "intent":
			m.intent = v
		case "at":
			m.at = v
		case "label":
			m.label = v
		case "confidence":
			m.confidence = v
		case "feedback_type":
			m.feedbackType = v
		case "aspects":
			m.aspects = v
		case "stated":
			m.stated = v
		}
	}
	return m
}

// Observation reads an observation. id is required, and user or conversation_id; everything else may be left out.
func (p *Parser) Observation(line []byte) (o Observation, err error) {
	root, err := p.object(line)
	if err != nil {
		return o, err
	}
	m := membersOf(root)
	o.At = NoTime
	if o.ID, err = mustID(m.id, top("id")); err != nil {
		return o, err
	}
	o.User = o.optional(m.user, top("user"))
	o.Conversation = o.optional(m.conversation, top("conversation_id"))
	if o.User == "" && o.Conversation == "" {
		return o, errors.New("user is missing")
	}
	o.groups(m.groups)
	for _, field := range p.fields {
		o.mapped(root, field, p.options.Dimensions[field])
	}
	o.Stratum = o.optional(m.stratum, top("stratum"))
	if o.Intent = o.optional(m.intent, top("intent")); o.Intent == "" {
		o.Intent = DefaultIntent
	}
	if o.At, err = o.at(m.at, top("at")); err != nil {
		return o, err
	}
	if err := o.judgement(m.label, m.confidence); err != nil {
		return o, err
	}
	o.feedbackType(m.feedbackType)
	o.aspects(m.aspects)
	o.stated(m.stated)
	return o, nil
}

func (o *Observation) judgement(v, confidence tape.Value) error {
	if v.Missing() {
		return nil
	}
	label, ok := labels[v.Text()]
	if !ok {
		return fmt.Errorf("label is %s; expected SAT, DSAT or neutral", quoted(v))
	}
	o.Label = label
	if label != gpav1.Label_LABEL_NEUTRAL {
		o.Confidence = o.confidence(confidence, top("confidence"))
	}
	return nil
}

// confidence is a probability of one half and more. One below a half says nothing and becomes one half.
func (o *Observation) confidence(v tape.Value, path place) float64 {
	if v.Missing() {
		return DefaultConfidence
	}
	x, ok := number(v)
	if !ok || x < 0 || x > 1 {
		o.warn(path.kind() + " is not from 0.5 to 1")
		return DefaultConfidence
	}
	if x < 0.5 {
		o.warn(path.kind() + " is below 0.5")
		return 0.5
	}
	return x
}

func (o *Observation) feedbackType(v tape.Value) {
	kind := o.optional(v, top("feedback_type"))
	if kind != "" && !slices.Contains(schema.FeedbackTypes, kind) {
		o.warn("feedback_type is none that is known")
		return
	}
	o.FeedbackType = kind
}

func (o *Observation) aspects(v tape.Value) {
	if !v.Missing() && v.Kind() != tape.Array {
		o.warn("aspects is not an array")
	}
	if n := v.Len(); n > 0 {
		o.Aspects = make([]string, 0, n)
	}
	for i, e := range v.Elements() {
		if a := o.optional(e, place{"aspects", i, "name"}); a != "" {
			o.Aspects = append(o.Aspects, a)
		}
	}
	slices.Sort(o.Aspects)
	o.Aspects = slices.Compact(o.Aspects)
}

func (o *Observation) stated(v tape.Value) {
	if !v.Missing() && v.Kind() != tape.Array {
		o.warn("stated is not an array")
	}
	for i, e := range v.Elements() {
		path := place{list: "stated", index: i}
		s := &gpav1.Stated{Aspect: o.optional(e.Get("aspect"), path.at("aspect"))}
		switch e.Get("direction").Text() {
		case "more":
			s.Direction = 1
		case "less":
			s.Direction = -1
		}
		if s.Aspect == "" || s.Direction == 0 {
			o.warn("stated[] lacks aspect or direction")
			continue
		}
		s.Confidence = o.confidence(e.Get("confidence"), path.at("confidence"))
		o.Stated = append(o.Stated, s)
	}
	slices.SortStableFunc(o.Stated, byAspect)
	o.Stated = slices.CompactFunc(o.Stated, func(a, b *gpav1.Stated) bool { return byAspect(a, b) == 0 })
}

func byAspect(a, b *gpav1.Stated) int {
	if c := strings.Compare(a.GetAspect(), b.GetAspect()); c != 0 {
		return c
	}
	return int(a.GetDirection() - b.GetDirection())
}

// quoted is a value for a message.
func quoted(v tape.Value) string {
	if v.Kind() == tape.String {
		return fmt.Sprintf("%q", clip(v.Text()))
	}
	return v.Kind().String()
}
