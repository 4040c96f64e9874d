package evidence

import (
	"math"
	"testing"
)

// asked: n wishes about the first of two aspects, each of weight w, mean direction mu, spread evenly over shards.
func asked(n int64, w, mu float64) *Wishes {
	s := NewWishes(2)
	s.N, s.N1[0] = n, n
	s.D[0], s.V[0] = float64(n)*w, float64(n)*w*w
	for j := range Shards {
		s.X[j] = s.D[0] * mu / Shards
	}
	return s
}

func TestWishesGiveTheMeanDirection(t *testing.T) {
	t.Parallel()
	e := asked(640, 0.5, -0.4).Evaluate(30)
	got := e.Marginal[0]
	near(t, "estimate", got.Estimate(), -0.4)
	near(t, "variance", got.V, 160)
	if e.Eligible[1] || e.Marginal[1].Usable() {
		t.Error("an aspect that nobody stated is eligible")
	}
	if e := asked(29, 0.5, 1).Evaluate(30); e.Eligible[0] {
		t.Error("29 wishes are enough")
	}
}

func TestWishesAddAndMove(t *testing.T) {
	t.Parallel()
	w := asked(100, 1, 0.5)
	w.Add(asked(60, 1, -0.5))
	near(t, "X", w.X[0], (50.0-30)/Shards)
	if w.N != 160 || w.N1[0] != 160 || w.D[0] != 160 || w.V[0] != 160 {
		t.Errorf("sum %+v", w)
	}
	moved := w.Select([]int{-1, 1, 0})
	if moved.K != 3 || moved.D[2] != 160 || moved.N1[2] != 160 || moved.V[2] != 160 || moved.D[0] != 0 || moved.N != 160 {
		t.Errorf("moved %+v", moved)
	}
	if math.Abs(moved.Row(2)[3]-w.X[3]) > 0 {
		t.Error("shard scores did not move")
	}
}
