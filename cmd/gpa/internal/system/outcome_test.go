//go:build linux && kafka

package system_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// An outcome is all of a run that must not depend on what happened to its processes.
type outcome struct {
	digest string
	// divergences that are live at the end.
	divergences int
	// turns, exchanges and observations are the ids that passed each stage.
	turns, exchanges, observations set
	// versions are the newest of each rubric in the public topic.
	versions map[string]int
}

// outcome reads what a run has left, and checks on the way what holds for every run.
func (n *namespace) outcome(t *testing.T) outcome {
	t.Helper()
	n.announced(t)
	return outcome{
		digest: n.digest(), divergences: n.divergences(t),
		turns: n.turns(t), exchanges: n.exchanges(t), observations: n.observations(t),
		versions: n.versions(t),
	}
}

// divergences counts the live ones.
func (n *namespace) divergences(t *testing.T) int {
	t.Helper()
	var rules schema.Rules
	if err := json.Unmarshal(n.gpa("rules", "list", "--json"), &rules); err != nil {
		t.Fatalf("read the rules: %v", err)
	}
	live := 0
	for _, r := range rules.Rules {
		if r.Kind == schema.Divergence && r.Live() {
			live++
		}
	}
	return live
}

// versions are the newest of each rubric in the public topic. They must grow by one, but a reader may see one twice,
// and after a fail-over older ones once more, if the newest follows.
func (n *namespace) versions(t *testing.T) map[string]int {
	t.Helper()
	newest, last := map[string]int{}, map[string]int{}
	for _, m := range n.read(t, schema.TopicRubrics) {
		if m.Value == nil {
			continue // A tombstone.
		}
		var r schema.Rubric
		if err := json.Unmarshal(m.Value, &r); err != nil {
			t.Fatalf("decode a rubric: %v", err)
		}
		if string(m.Key) != r.ID {
			t.Errorf("rubric %s has the key %s", r.ID, m.Key)
		}
		v := r.Version
		if v > newest[r.ID]+1 {
			t.Errorf("%s: version %d follows %d", r.ID, v, newest[r.ID])
		}
		newest[r.ID], last[r.ID] = max(newest[r.ID], v), v
	}
	for id, v := range last {
		if v != newest[id] {
			t.Errorf("%s: the topic ends with version %d, its newest is %d", id, v, newest[id])
		}
	}
	return newest
}

// equals compares a run with a calm one.
func (o outcome) equals(t *testing.T, calm outcome) {
	t.Helper()
	if o.digest != calm.digest {
		t.Errorf("digest %s, in the calm run %s", o.digest, calm.digest)
	}
	if o.divergences < 3 {
		t.Errorf("%d divergences are live, want 3 or more", o.divergences)
	}
	if !maps.Equal(o.versions, calm.versions) {
		t.Errorf("newest versions %v, in the calm run %v", o.versions, calm.versions)
	}
	sameIDs(t, "turns", o.turns, calm.turns)
	sameIDs(t, "exchanges", o.exchanges, calm.exchanges)
	sameIDs(t, "observations", o.observations, calm.observations)
}

func sameIDs(t *testing.T, what string, got, want set) {
	t.Helper()
	missing, extra := without(want, got), without(got, want)
	if len(missing) > 0 || len(extra) > 0 {
		t.Errorf("%s: %d, in the calm run %d; %d missing %.3q, %d too many %.3q", what, len(got), len(want),
			len(missing), missing[:min(len(missing), 5)], len(extra), extra[:min(len(extra), 5)])
	}
}

// without are the sorted ids of a that are not in b.
func without(a, b set) []string {
	var out []string
	for id := range a {
		if !b[id] {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}
