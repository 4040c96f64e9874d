//go:build linux && kafka

package system_test

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// passed is what has come through a stage.
type passed struct {
	ids map[string]bool
	// repeated is how often one came again.
	repeated int
}

// passed reads the ids of all records of that type in the topic.
func (n *namespace) passed(t *testing.T, topic schema.Topic, kind string, ids func(value []byte) ([]string, error)) passed {
	t.Helper()
	p := passed{ids: map[string]bool{}}
	for _, m := range n.read(t, topic) {
		if header(m, "ce_type") != kind {
			continue
		}
		found, err := ids(m.Value)
		if err != nil {
			t.Fatalf("decode a record of %s: %v", topic, err)
		}
		for _, id := range found {
			if p.ids[id] {
				p.repeated++
			}
			p.ids[id] = true
		}
	}
	return p
}

func turnIDs(value []byte) (ids []string, err error) {
	var r gpav1.Turns
	err = proto.Unmarshal(value, &r)
	for _, turn := range r.GetTurns() {
		ids = append(ids, turn.GetId())
	}
	return ids, err
}

func exchangeID(value []byte) ([]string, error) {
	var x gpav1.Exchange
	err := proto.Unmarshal(value, &x)
	return []string{x.GetId()}, err
}

func observationID(value []byte) ([]string, error) {
	var o gpav1.Observation
	err := proto.Unmarshal(value, &o)
	return []string{o.GetId()}, err
}

// equals compares the ids with those of another run.
func (p passed) equals(t *testing.T, what string, want passed) {
	t.Helper()
	missing, extra := p.lacks(want), want.lacks(p)
	if len(missing) > 0 || len(extra) > 0 {
		t.Errorf("%s: %d, want %d; %d missing, e.g. %q, and %d too many, e.g. %q", what, len(p.ids), len(want.ids),
			len(missing), missing[:min(len(missing), 3)], len(extra), extra[:min(len(extra), 3)])
	}
}

// lacks are the ids of another that are not in p, sorted.
func (p passed) lacks(other passed) []string {
	var out []string
	for id := range other.ids {
		if !p.ids[id] {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}
