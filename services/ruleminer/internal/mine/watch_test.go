package mine

import (
	"math"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/decide"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// watched is a miner with one cell, and a flush into it of D 100 and those shard scores.
func watched(shards []float64) (*Miner, ruleKey, map[cellName]*generation) {
	p := DefaultParams(day)
	p.MinArm, p.MinUsers = 1, 1
	m := NewMiner(p)
	in := newIntent("i", p)
	for _, words := range in.words {
		words.admit("x")
	}
	flush := newGeneration(0, 1, 1)
	s := flush.aspects
	s.N, s.N1[0], s.SS, s.Dof, s.C[0] = 400, 200, 100, 400, 100
	copy(s.X, shards)
	w := flush.wishes
	w.N, w.N1[0], w.D[0], w.V[0] = 50, 50, 40, 30
	copy(w.X, shards)
	name := cellName{"d", "g"}
	in.cells[name] = newWindows(newGeneration(0, 1, 1))
	in.add(in.cells[name], flush)
	m.names.admit("i")
	m.intents["i"] = in
	return m, ruleKey{kind: schema.Preference, dimension: "d", group: "g", intent: "i", aspect: "x", direction: 1},
		map[cellName]*generation{name: flush}
}

func TestFlushScoresHaveTheLargerVariance(t *testing.T) {
	t.Parallel()
	even := make([]float64, evidence.Shards)
	for j := range even {
		even[j] = 0.5
	}
	m, key, cells := watched(even)
	// The model's variance is D sigma2 = 100 * 0.25; the squares are 64 * 0.25 = 16.
	if got, want := m.flushScore(key, cells), (evidence.Score{S: 32, D: 100, V: 25}); got != want {
		t.Errorf("even shards: %+v, want %+v", got, want)
	}
	key.channel = stated
	if got, want := m.flushScore(key, cells), (evidence.Score{S: 32, D: 40, V: 30}); got != want {
		t.Errorf("wishes: %+v, want %+v", got, want)
	}
	one := make([]float64, evidence.Shards)
	one[3] = 32
	m, key, cells = watched(one)
	// One shard has it all: squares 1024, and a design effect of (1024 - 1024/64) * 64/63 / 25 = 1024/25.
	got := m.flushScore(key, cells)
	close9(t, "variance", got.V, 1024*1024/25.0)
	key.kind, key.versus = schema.Divergence, "h"
	if got := m.flushScore(key, cells); got.Usable() {
		t.Errorf("the other group has no flush: %+v", got)
	}
	key.kind, key.versus, key.aspect = schema.Preference, "", "unknown"
	if got := m.flushScore(key, cells); got.Usable() {
		t.Errorf("an unknown aspect: %+v", got)
	}
}

func TestContradictionBlocksAndOpensResets(t *testing.T) {
	t.Parallel()
	against := make([]float64, evidence.Shards)
	for j := range against {
		against[j] = -0.5
	}
	m, key, cells := watched(against)
	m.rules[key] = &rule{state: decide.Confirmed, detector: decide.Watch(0.4)}
	m.watch(9, map[string]map[cellName]*generation{"other": cells})
	if r := m.rules[key]; r.detector.R != 0 || r.state != decide.Confirmed {
		t.Errorf("a flush of another intent moved %+v", r)
	}
	m.watch(9, map[string]map[cellName]*generation{"i": cells})
	r := m.rules[key]
	if r.state != decide.Retracted || r.reason != "contradicted" || !r.blocked || r.blockedAt != 9 || r.changed != 9 {
		t.Errorf("%+v, want it retracted and blocked at 9", r)
	}
	if g := m.intents["i"].cells[cellName{"d", "g"}][reset]; g == nil || g.start != 10 || !g.empty() {
		t.Errorf("reset %+v, want an empty one from bucket 10 on", g)
	}
}

func TestSettledStatesKeepTheirHistory(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	p.AlphaPub = 0.2
	m := NewMiner(p)
	key := ruleKey{kind: schema.Preference, direction: -1}
	found := func(e, effect float64) finding {
		return finding{key: key, logE: math.Log(e), figures: figures{effect: effect, logE: math.Log(e)}}
	}
	m.settle(1, found(300, -0.3), false)
	if len(m.rules) != 0 {
		t.Fatal("a rule that was never confirmed is kept in mind")
	}
	for _, c := range []struct {
		bucket        int64
		e, effect     float64
		confirmed     bool
		state         decide.State
		changed       int64
		reason        string
		shown, halved float64
	}{
		{2, 300, -0.3, true, decide.Confirmed, 2, "", -0.3, 0.15},
		{3, 400, -0.2, true, decide.Confirmed, 2, "", -0.2, 0.15},
		{4, 20, -0.1, false, decide.Kept, 4, "", -0.1, 0.15},
		{5, 7, -0.05, false, decide.Retracted, 5, "evidence expired", -0.1, 0.15},
		{6, 8, -0.05, false, decide.Retracted, 5, "evidence expired", -0.1, 0.15},
		{7, 500, -0.4, true, decide.Confirmed, 7, "", -0.4, 0.2},
	} {
		m.settle(c.bucket, found(c.e, c.effect), c.confirmed)
		r := m.rules[key]
		if r.state != c.state || r.changed != c.changed || r.reason != c.reason || r.figures.effect != c.shown ||
			r.detector.Ref != c.halved || r.first != 2 {
			t.Errorf("bucket %d: %+v, want %+v", c.bucket, r, c)
		}
	}
}
