package mine

import (
	"fmt"
	"math"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// observations of one bucket with nine aspects each.
func benchObservations(n int) []Observation {
	w := base(3)
	w.n, w.buckets, w.aspects = n, 1, 30
	var all []Observation
	w.each(func(o Observation) { all = append(all, o) })
	return all
}

func BenchmarkAddToBucket(b *testing.B) {
	all := benchObservations(10_000)
	b.ReportAllocs()
	for b.Loop() {
		bucket := NewBucket(DefaultParams(day), testSalt)
		for _, o := range all {
			bucket.Add(o)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(all)), "ns/observation")
}

func BenchmarkCapAndTally(b *testing.B) {
	all := benchObservations(10_000)
	bucket := NewBucket(DefaultParams(day), testSalt)
	for _, o := range all {
		bucket.Add(o)
	}
	b.ReportAllocs()
	for b.Loop() {
		var used Counters
		bucket.Close(&used, math.MaxInt64)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(all)), "ns/observation")
}

// BenchmarkClose24000Hypotheses closes a bucket in which all evidence changes: 20 intents, 4 groups, 60 aspects; and the
// same with the pairs of aspects that an epoch tests besides.
func BenchmarkClose24000Hypotheses(b *testing.B) {
	for name, pairs := range map[string]int{"aspects": 0, "with-pairs": DefaultParams(day).MaxConjunctions} {
		b.Run(name, func(b *testing.B) { closeFull(b, pairs) })
	}
}

func closeFull(b *testing.B, pairs int) {
	b.Helper()
	w := world{
		seed: 4, n: 40_000, users: 4000, buckets: 2, intents: 20, aspects: 60, strata: 3,
		groups: []string{"a", "b", "c", "d"}, taste: 0.1, mood: 0.1,
	}
	p := DefaultParams(day)
	p.MinFlush, p.MaxConjunctions = 1, pairs
	var tallies []*Tally
	var used Counters
	for _, observations := range w.byBucket(p) {
		bucket := NewBucket(p, testSalt)
		for _, o := range observations {
			bucket.Add(o)
		}
		tallies = append(tallies, bucket.Close(&used, math.MaxInt64))
	}
	m := NewMiner(p)
	at := int64(0)
	take := func() {
		if err := m.Take(at, tallies[at%2]); err != nil {
			b.Fatal(err)
		}
		at++
	}
	// Past the first epochs all four windows differ.
	for at < 5*p.EpochBuckets {
		take()
	}
	hypotheses := m.size(family{"expertise", schema.Divergence, revealed}) + m.size(family{"expertise", schema.Preference, revealed})
	if hypotheses < 24_000 || (pairs == 0 && hypotheses != 24_000) {
		b.Fatalf("%d hypotheses", hypotheses)
	}
	for b.Loop() {
		take()
	}
	b.ReportMetric(float64(hypotheses), "hypotheses")
}

// BenchmarkMine400kObservations is the whole way from observations to rules.
func BenchmarkMine400kObservations(b *testing.B) {
	w := world{
		seed: 4, n: 400_000, users: 8000, buckets: 100, intents: 8, aspects: 25, strata: 2,
		groups: []string{"expert", "novice"},
	}
	var all []Observation
	w.each(func(o Observation) { all = append(all, o) })
	p := DefaultParams(day)
	for b.Loop() {
		m := NewMiner(p)
		var used Counters
		bucket, at := NewBucket(p, testSalt), int64(0)
		for _, o := range all {
			if now := p.BucketOf(o.Time); now != at {
				if err := m.Take(at, bucket.Close(&used, math.MaxInt64)); err != nil {
					b.Fatal(err)
				}
				bucket, at = NewBucket(p, testSalt), now
			}
			bucket.Add(o)
		}
		if err := m.Take(at, bucket.Close(&used, math.MaxInt64)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(all))/b.Elapsed().Seconds(), "observations/s")
}

func BenchmarkMergeFullTallies(b *testing.B) {
	all := benchObservations(20_000)
	var parts []*Tally
	for part := range 2 {
		bucket := NewBucket(DefaultParams(day), testSalt)
		for i, o := range all {
			if i%2 == part {
				o.Intent = fmt.Sprint("intent_", i%20)
				bucket.Add(o)
			}
		}
		var used Counters
		parts = append(parts, bucket.Close(&used, math.MaxInt64))
	}
	for b.Loop() {
		var t Tally
		t.Merge(parts[0])
		t.Merge(parts[1])
	}
}
