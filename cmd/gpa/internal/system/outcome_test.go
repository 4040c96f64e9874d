//go:build linux && kafka

package system_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// An outcome is all of a run that must not depend on what happened to its processes.
type outcome struct {
	digest string
	// divergences that are live at the end.
	divergences                    int
	turns, exchanges, observations passed
	// versions are the newest of each rubric in the public topic.
	versions map[string]int
}

// outcome reads what a run has left, and checks on the way what holds for every run.
func (n *namespace) outcome(t *testing.T) outcome {
	t.Helper()
	n.announced(t)
	return outcome{
		digest: n.digest(), divergences: n.divergences(t),
		turns:        n.passed(t, schema.TopicTurns, schema.TypeTurns, turnIDs),
		exchanges:    n.passed(t, schema.TopicExchanges, schema.TypeExchange, exchangeID),
		observations: n.passed(t, schema.TopicObservations, schema.TypeObservation, observationID),
		versions:     n.versions(t),
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

// repeated is how many records stand twice in the topics.
func (o outcome) repeated() int {
	return o.turns.repeated + o.exchanges.repeated + o.observations.repeated
}

// versions are the newest of each rubric in the public topic. They must grow by one, but a reader may see one twice,
// and after a fail-over older ones once more, if the newest follows.
func (n *namespace) versions(t *testing.T) map[string]int {
	t.Helper()
	newest, last, said := map[string]int{}, map[string]int{}, map[string]string{}
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
		if got, err := strconv.Atoi(header(m, "ce_sequence")); got != v || err != nil {
			t.Errorf("%s version %d has ce_sequence %q", r.ID, v, header(m, "ce_sequence"))
		}
		version, event := fmt.Sprintf("%s %d", r.ID, v), header(m, "ce_id")+" "+string(m.Value)
		if before := said[version]; header(m, "ce_id") == "" || before != "" && before != event {
			t.Errorf("version %s is announced as %q and as %q", version, before, event)
		}
		said[version] = event
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
	o.turns.equals(t, "turns", calm.turns)
	o.exchanges.equals(t, "exchanges", calm.exchanges)
	o.observations.equals(t, "observations", calm.observations)
}
