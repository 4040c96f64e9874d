package mine

import (
	"encoding/json"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/decide"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// golden is what tools/golden/statistics.py made with statsmodels, SciPy and mpmath.
type golden struct {
	// Rows are "user aspects satisfied reliability stratum group".
	Rows   []string `json:"rows"`
	Groups []struct {
		Sigma2, Deff       float64
		Marginal, Adjusted []goldenScore
		Alone, Together    []float64
	} `json:"groups"`
	Divergence []goldenScore `json:"divergence"`
	Families   []struct {
		LogE   []float64 `json:"log_e"`
		EBH    int       `json:"ebh"`
		Closed int       `json:"closed"`
	} `json:"families"`
}

type goldenScore struct {
	S, D, V  float64
	LogE     float64   `json:"log_e"`
	Interval []float64 `json:"interval"`
}

func readGolden(t *testing.T) golden {
	t.Helper()
	text, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(text, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// group is the evidence of one of the groups, all observations kept.
func (g golden) group(t *testing.T, number string) *evidence.Sums {
	t.Helper()
	p := DefaultParams(day)
	p.CapIntent, p.CapUser, p.CapEpoch = 1000, 1000, 1000
	b := NewBucket(p, testSalt)
	for i, row := range g.Rows {
		f := strings.Fields(row)
		if f[5] != number {
			continue
		}
		reliability, err := strconv.ParseFloat(f[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		o := Observation{
			ID: strconv.Itoa(i), User: f[0], Shard: shardOf(f[0]), Groups: []Group{{"d", f[5]}}, Intent: "i", Stratum: f[4], Label: DSAT,
			Confidence: (reliability/1000 + 1) / 2,
		}
		if f[2] == "1" {
			o.Label = SAT
		}
		for a, has := range f[1] {
			if has == '1' {
				o.Aspects = append(o.Aspects, "a"+strconv.Itoa(a))
			}
		}
		b.Add(o)
	}
	var used Counters
	tally := b.Close(&used, math.MaxInt64)
	sums := newGeneration(0, len(g.Divergence), 0)
	for _, key := range tally.cellKeys() {
		sums.scores("", tally.cells[key], func(name string) int { return int(name[1] - '0') })
	}
	return sums.aspects
}

func (want goldenScore) hold(t *testing.T, what string, got evidence.Score) {
	t.Helper()
	close9(t, what+": S", got.S, want.S)
	close9(t, what+": D", got.D, want.D)
	close9(t, what+": V", got.V, want.V)
	if want.Interval == nil {
		return
	}
	p := DefaultParams(day)
	plus, _ := evidence.LogE(got.S, got.V, p.Rho)
	close9(t, what+": log e", plus, want.LogE)
	low, high := evidence.Interval(got, p.Rho, p.AlphaPub)
	close9(t, what+": low", low, want.Interval[0])
	close9(t, what+": high", high, want.Interval[1])
}

func TestScoresAreThoseOfStatsmodels(t *testing.T) {
	t.Parallel()
	g := readGolden(t)
	p := DefaultParams(day)
	var marginal [2][]evidence.Score
	for number, want := range g.Groups {
		name := "group " + strconv.Itoa(number)
		sums := g.group(t, strconv.Itoa(number))
		e := sums.Evaluate(1, p.RidgeN)
		close9(t, name+": variance of the outcome", e.Sigma2, want.Sigma2)
		close9(t, name+": design effect", e.Deff, want.Deff)
		plain := sums.Evaluate(1, 0)
		for a := range want.Marginal {
			aspect := name + ", aspect " + strconv.Itoa(a)
			want.Marginal[a].hold(t, aspect, e.Marginal[a])
			want.Adjusted[a].hold(t, aspect+" adjusted", e.Adjusted[a])
			close9(t, aspect+" by regression", e.Marginal[a].Estimate(), want.Alone[a])
			close9(t, aspect+" by regression on all", plain.Adjusted[a].Estimate(), want.Together[a])
		}
		marginal[number] = e.Marginal
	}
	for a, want := range g.Divergence {
		want.hold(t, "divergence of aspect "+strconv.Itoa(a), evidence.Divergence(marginal[0][a], marginal[1][a]))
	}
}

func TestConfirmedSetsAreThoseOfStatsmodels(t *testing.T) {
	t.Parallel()
	more := 0
	for _, f := range readGolden(t).Families {
		const alpha = 0.1
		if _, k := decide.EBH(f.LogE, len(f.LogE), alpha); k != f.EBH {
			t.Errorf("e-BH confirms %d of %v, want %d", k, f.LogE, f.EBH)
		}
		if _, k := decide.ClosedEBH(f.LogE, len(f.LogE), alpha, math.Inf(-1)); k != f.Closed {
			t.Errorf("closed e-BH confirms %d of %v, want %d", k, f.LogE, f.Closed)
		}
		more += f.Closed - f.EBH
	}
	if more == 0 {
		t.Error("closed e-BH never confirms more: the families show nothing")
	}
}
