package mine

import (
	"math"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// furthest is how many times the present evidence an outlook looks ahead.
const furthest = 1000

// expected is how many more observations confirm a hypothesis if the effect stays as estimated and forgetting is left
// out of account: evidence and its variance grow alike. It is nil when they would not do it.
func (m *Miner) expected(s subject, views *[generations]view, r *rule, needed float64) *int64 {
	enough := func(times float64) bool {
		grown := *views
		for i := range grown {
			grown[i] = m.p.grown(grown[i], s.key.channel, times)
		}
		logE, _ := m.p.weigh(&grown, s.key.direction, r.blocked, r.blockedAt)
		return logE >= needed
	}
	if !enough(furthest) {
		return nil
	}
	low, high := 1.0, float64(furthest)
	for range 40 {
		if middle := math.Sqrt(low * high); enough(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	n, _ := s.a[longOld].counts(s.key.channel, s.aspect)
	if s.b != nil {
		other, _ := s.b[longOld].counts(s.key.channel, s.aspect)
		n += other
	}
	more := int64(math.Ceil(float64(n) * (high - 1)))
	return &more
}

// days is how long so many more observations take if they come as they did; nil when they do not come.
func (m *Miner) days(s subject, more *int64) *float64 {
	if more == nil {
		return nil
	}
	perDay := m.perDay(s.a[old], s.key.channel, s.aspect)
	if s.b != nil {
		perDay += m.perDay(s.b[old], s.key.channel, s.aspect)
	}
	if perDay <= 0 {
		return nil
	}
	days := schema.Round(float64(*more) / perDay)
	return &days
}

func (m *Miner) perDay(g *generation, channel, aspect int) float64 {
	n, _ := g.counts(channel, aspect)
	return float64(n) / max(m.p.days(m.last+1-g.start), 1e-9)
}

// days is how long so many buckets are.
func (p Params) days(buckets int64) float64 {
	return float64(buckets) * float64(p.Bucket) / float64(day/time.Microsecond)
}

// grown is a view of that many times as much of the same evidence.
func (p Params) grown(v view, channel int, times float64) view {
	if !v.supported {
		return v
	}
	v.marginal, v.adjusted = v.marginal.Times(times), v.adjusted.Times(times)
	return p.withE(v, channel)
}

// agreement counts the shards of the longest evidence that lean in the rule's direction, among those that lean at all.
func (s subject) agreement() schema.Agreeing {
	rows := s.a[longOld].shards(s.key.channel, s.aspect)
	var others []float64
	weight, other := 1.0, 0.0
	if s.b != nil {
		others = s.b[longOld].shards(s.key.channel, s.aspect)
		d, e := s.a[longOld].information(s.key.channel, s.aspect), s.b[longOld].information(s.key.channel, s.aspect)
		if d+e <= 0 {
			return schema.Agreeing{}
		}
		weight, other = e/(d+e), d/(d+e)
	}
	var n schema.Agreeing
	for i, x := range rows {
		lean := float64(weight * x)
		if others != nil {
			lean -= float64(other * others[i])
		}
		if math.Abs(lean) < evidence.LeastSpread {
			continue
		}
		n.Of++
		if (lean > 0) == (s.key.direction > 0) {
			n.Agree++
		}
	}
	return n
}

// shards are the scores of an aspect by shard, information is how much of it there is.
func (g *generation) shards(channel, aspect int) []float64 {
	if channel == revealed {
		return g.aspects.Row(aspect)
	}
	return g.wishes.Row(aspect)
}

func (g *generation) information(channel, aspect int) float64 {
	if channel == revealed {
		return g.aspects.C[aspect*g.aspects.K+aspect]
	}
	return g.wishes.D[aspect]
}
