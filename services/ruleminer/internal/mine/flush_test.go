package mine

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// design is an observation of some aspects with an outcome (1 satisfied), a reliability and a stratum.
type design struct {
	aspects     [3]int
	satisfied   int
	reliability int
	stratum     int
}

// flushed is the flush of those observations, all kept.
func flushed(t *testing.T, rows []design) *generation {
	t.Helper()
	b := NewBucket(DefaultParams(day), testSalt)
	for i, row := range rows {
		user := "u" + strconv.Itoa(i)
		o := Observation{
			ID: user, User: user, Shard: shardOf(user), Groups: []Group{{"d", "g"}}, Intent: "i",
			Stratum: "s" + strconv.Itoa(row.stratum), Label: DSAT, Confidence: (float64(row.reliability)/1000 + 1) / 2,
		}
		if row.satisfied == 1 {
			o.Label = SAT
		}
		for a, has := range row.aspects {
			if has == 1 {
				o.Aspects = append(o.Aspects, fmt.Sprint("a", a))
			}
		}
		b.Add(o)
	}
	var used Counters
	tally := b.Close(&used, math.MaxInt64)
	g := newGeneration(0, 3, 0)
	for _, key := range tally.cellKeys() {
		g.scores("", tally.cells[key], func(name string) int { return int(name[1] - '0') })
	}
	return g
}

func sum(row []float64) float64 {
	s := 0.0
	for _, x := range row {
		s += x
	}
	return s
}

func close9(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

func TestScoresAreTheMantelHaenszelNumerator(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	var rows []design
	var table [2][2][2]float64
	for range 300 {
		row := design{reliability: 1000, stratum: rng.IntN(2), satisfied: rng.IntN(2)}
		row.aspects[0] = rng.IntN(2)
		table[row.stratum][row.aspects[0]][row.satisfied]++
		rows = append(rows, row)
	}
	numerator, information := 0.0, 0.0
	for _, s := range table {
		n := s[0][0] + s[0][1] + s[1][0] + s[1][1]
		numerator += (s[1][1]*s[0][0] - s[1][0]*s[0][1]) / n
		information += (s[1][0] + s[1][1]) * (s[0][0] + s[0][1]) / n
	}
	g := flushed(t, rows)
	close9(t, "numerator", sum(g.aspects.Row(0)), numerator)
	close9(t, "information", g.aspects.C[0], information)
	if g.aspects.N != 300 || g.aspects.Dof != 298 {
		t.Errorf("N %d, dof %v", g.aspects.N, g.aspects.Dof)
	}
}

func TestShardScoresAreCentredByTheirDefinition(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 3))
	var rows []design
	for range 200 {
		row := design{reliability: 400 + rng.IntN(600), satisfied: rng.IntN(2)}
		row.aspects[1] = rng.IntN(2)
		rows = append(rows, row)
	}
	// Weighted means, then u_j = sum of w (a - abar)(y - ybar) over the users of shard j, observation by observation.
	var w, wa, wy float64
	weigh := func(row design) (weight, a, y float64) {
		r := float64(row.reliability) / 1000
		return r * r, float64(row.aspects[1]), (float64(row.satisfied) - (1-r)/2) / r
	}
	for _, row := range rows {
		weight, a, y := weigh(row)
		w, wa, wy = w+weight, wa+weight*a, wy+weight*y
	}
	want := make([]float64, evidence.Shards)
	squares := 0.0
	for i, row := range rows {
		weight, a, y := weigh(row)
		want[shardOf("u"+strconv.Itoa(i))] += weight * (a - wa/w) * (y - wy/w)
		squares += weight * (y - wy/w) * (y - wy/w)
	}
	g := flushed(t, rows)
	for j, u := range g.aspects.Row(1) {
		close9(t, "shard "+strconv.Itoa(j), u, want[j])
	}
	close9(t, "sum of squares", g.aspects.SS, squares)
}

// Golden values: numpy.linalg.lstsq of the outcome on three aspects and an intercept per stratum; weighted rows are
// multiplied by sqrt(w), outcomes are (l - f)/(1 - 2f).
func TestAdjustedEqualsLeastSquares(t *testing.T) {
	t.Parallel()
	// Which of the three aspects each of 24 answers has.
	has := strings.Fields("000 111 111 001 100 011 010 101 001 001 010 111 011 010 110 001 101 010 100 100 011 010 010 110")
	satisfied := []int{1, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1}
	reliabilities := []int{
		800, 800, 800, 1000, 1000, 500, 800, 800, 500, 500, 1000, 800, 800, 800, 800, 1000, 800, 1000, 800, 500, 500, 1000, 800, 500,
	}
	for name, c := range map[string]struct {
		weighted bool
		want     []float64
	}{
		"sure labels":   {false, []float64{-0.26273932, -0.13917526, -0.0095729}},
		"unsure labels": {true, []float64{-0.26762476896733, -0.14429417678422513, -0.05995163270641632}},
	} {
		var rows []design
		for i := range has {
			row := design{satisfied: satisfied[i], reliability: 1000, stratum: i % 2}
			for a := range row.aspects {
				row.aspects[a] = int(has[i][a] - '0')
			}
			if c.weighted {
				row.reliability = reliabilities[i]
			}
			rows = append(rows, row)
		}
		e := flushed(t, rows).aspects.Evaluate(1, 0)
		for a, want := range c.want {
			if got := e.Adjusted[a].Estimate(); math.Abs(got-want) > 2e-8 {
				t.Errorf("%s: aspect %d: %.10g, want %.10g", name, a, got, want)
			}
		}
	}
}

func TestUnsureLabelsDoNotBiasTheEstimate(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(4, 3))
	estimate := func(least float64) float64 {
		var rows []design
		for range 60_000 {
			row := design{stratum: 0}
			row.aspects[0] = rng.IntN(2)
			row.reliability = int(1000 * (least + (1-least)*rng.Float64()))
			if rng.Float64() < 0.4+0.3*float64(row.aspects[0]) {
				row.satisfied = 1
			}
			if rng.Float64() < (1-float64(row.reliability)/1000)/2 {
				row.satisfied = 1 - row.satisfied
			}
			rows = append(rows, row)
		}
		return flushed(t, rows).aspects.Evaluate(30, 25).Marginal[0].Estimate()
	}
	for _, least := range []float64{0.2, 0.9} {
		if got := estimate(least); math.Abs(got-0.3) > 0.02 {
			t.Errorf("reliabilities from %v: estimate %.3f, want 0.3", least, got)
		}
	}
}

func TestUnknownAspectsAreLeftOut(t *testing.T) {
	t.Parallel()
	c := &cell{
		n: 4, yy: 16e6, table: table{names: []string{"a", "b"}, shards: []uint8{1, 2}, n: []int64{2, 2}, users: make([]userSet, 2)},
		w: []int64{2e6, 2e6}, wy: []int64{4e6, 0}, wa: []int64{1e6, 1e6, 2e6, 0}, way: []int64{2e6, 0, 4e6, 0}, pairs: []int64{1e6},
	}
	whole, part := newGeneration(0, 2, 0), newGeneration(0, 1, 0)
	whole.scores("", c, func(name string) int { return int(name[0] - 'a') })
	part.scores("", c, func(name string) int { return int(name[0]-'a') - 1 })
	if got, want := part.aspects.C[0], whole.aspects.C[3]; got != want {
		t.Errorf("C %v, want %v", got, want)
	}
	if part.aspects.Row(0)[2] != whole.aspects.Row(1)[2] || part.aspects.SS != whole.aspects.SS || part.aspects.N1[0] != 2 {
		t.Errorf("part %+v", part.aspects)
	}
	if whole.aspects.C[1] != whole.aspects.C[2] {
		t.Error("C is not symmetric")
	}
	empty := newGeneration(0, 2, 0)
	empty.scores("", &cell{}, func(string) int { return 0 })
	if empty.aspects.N != 0 || len(empty.aspects.X) != 2*evidence.Shards {
		t.Errorf("an empty cell gave %+v", empty.aspects)
	}
}
