package mine

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

const testSalt = schema.Salt("a salt for tests")

// world is a chat platform with known truth.
type world struct {
	seed                     uint64
	n, users, buckets        int
	intents, aspects, strata int
	groups                   []string
	// effect of an aspect on the probability of satisfaction.
	effect func(bucket, intent int, group string, aspect int) float64
	// taste is the standard deviation of each user's own effects; mood that of each user's level.
	taste, mood float64
	// bonus is what aspects add together.
	bonus func(intent int, group string, present []bool) float64
	// extra are further aspects of the i-th answer, and what they add.
	extra func(i int) (aspects []string, bonus float64)
	// share of an aspect in answers, 0.3 without.
	share func(bucket, stratum int, group string, aspect int) float64
	// level of satisfaction, 0.55 without.
	level func(bucket, stratum int, group string) float64
	// heavy makes the first users write that share of everything.
	heavy      int
	heavyShare float64
	// wish is the mean direction of stated wishes about aspect 0; a share of reactions states one.
	wish      func(group string) float64
	wishShare float64
}

const testDay = int64(24 * time.Hour / time.Microsecond)

// each calls yield with every observation, in order of time.
func (w world) each(yield func(Observation)) {
	rng := rand.New(rand.NewPCG(w.seed, 17))
	names := make([]string, w.users)
	weights, shards := make([]float64, w.users), make([]int, w.users)
	total := 0.0
	for i := range names {
		names[i] = testSalt.Pseudonym("user", strconv.Itoa(i))
		shards[i] = shardOf(names[i])
		weights[i] = math.Exp(rng.NormFloat64())
		total += weights[i]
		weights[i] = total
	}
	moods, tastes := w.habits(rng)
	words, present := make([]string, w.aspects), make([]bool, w.aspects)
	for a := range words {
		words[a] = fmt.Sprintf("aspect_%02d", a)
	}
	for i := range w.n {
		bucket := i * w.buckets / w.n
		user := pick(weights, rng.Float64()*total)
		if w.heavy > 0 && rng.Float64() < w.heavyShare {
			user = rng.IntN(w.heavy)
		}
		group := w.groups[user%len(w.groups)]
		intent, stratum := rng.IntN(w.intents), rng.IntN(max(1, w.strata))
		p := 0.55 + moods[user]
		if w.level != nil {
			p = w.level(bucket, stratum, group) + moods[user]
		}
		var aspects []string
		for a := range w.aspects {
			share := 0.3
			if w.share != nil {
				share = w.share(bucket, stratum, group, a)
			}
			present[a] = rng.Float64() < share
			effect := tastes(user, intent, a)
			if w.effect != nil {
				effect += w.effect(bucket, intent, group, a)
			}
			if present[a] {
				aspects = append(aspects, words[a])
				p += effect * (1 - share)
			} else {
				p -= effect * share
			}
		}
		if w.bonus != nil {
			p += w.bonus(intent, group, present)
		}
		if w.extra != nil {
			more, bonus := w.extra(i)
			aspects, p = append(aspects, more...), p+bonus
		}
		o := Observation{
			ID: "o" + strconv.Itoa(i), User: names[user], Shard: shards[user],
			Groups:  []Group{{Dimension: "expertise", Value: group}},
			Intent:  "intent_" + strconv.Itoa(intent),
			Stratum: "model-" + strconv.Itoa(stratum), Aspects: aspects, Label: DSAT,
			Conversation: "c" + strconv.Itoa(i/2),
			Time:         int64(bucket)*testDay + int64(i%1000),
		}
		if rng.Float64() < p {
			o.Label = SAT
		}
		o.Confidence = 0.75 + 0.24*rng.Float64()
		if rng.Float64() > o.Confidence {
			o.Label = SAT + DSAT - o.Label
		}
		if w.wish != nil && rng.Float64() < w.wishShare {
			s := Stated{Aspect: "aspect_00", Direction: -1, Confidence: 0.9}
			if rng.Float64() < 0.5+w.wish(group)/2 {
				s.Direction = 1
			}
			o.Stated = []Stated{s}
		}
		yield(o)
	}
}

func (w world) habits(rng *rand.Rand) (moods []float64, taste func(user, intent, aspect int) float64) {
	moods = make([]float64, w.users)
	for i := range moods {
		moods[i] = w.mood * rng.NormFloat64()
	}
	if w.taste == 0 {
		return moods, func(int, int, int) float64 { return 0 }
	}
	tastes := make([]float64, w.users*w.aspects)
	for i := range tastes {
		tastes[i] = w.taste * rng.NormFloat64()
	}
	return moods, func(user, _, aspect int) float64 { return tastes[user*w.aspects+aspect] }
}

func pick(cumulated []float64, x float64) int {
	low, high := 0, len(cumulated)-1
	for low < high {
		if mid := (low + high) / 2; cumulated[mid] < x {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// mineWorld mines a world; after each bucket it calls look, when there is one.
func mineWorld(tb testing.TB, w world, p Params, look func(bucket int64, m *Miner)) *Miner {
	tb.Helper()
	m := NewMiner(p)
	var used Counters
	b := NewBucket(p, testSalt)
	at := int64(0)
	closeBucket := func() {
		if err := m.Take(at, b.Close(&used, math.MaxInt64)); err != nil {
			tb.Fatalf("take bucket %d: %v", at, err)
		}
		if look != nil {
			look(at, m)
		}
	}
	w.each(func(o Observation) {
		if bucket := p.BucketOf(o.Time); bucket != at {
			closeBucket()
			b, at = NewBucket(p, testSalt), bucket
		}
		b.Add(o)
	})
	closeBucket()
	return m
}

// live rules of a miner, by kind.
func live(m *Miner, kind string) []schema.Rule {
	var rules []schema.Rule
	for _, r := range m.RuleSet().Rules {
		if r.Live() && r.Kind == kind {
			rules = append(rules, r)
		}
	}
	return rules
}
