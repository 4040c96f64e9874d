package mine

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// steady is a world in which every bucket brings as much as every other: 4,000 observations.
func steady(buckets int) world {
	w := base(4)
	w.n, w.buckets, w.users, w.intents, w.aspects = 4000*buckets, buckets, 8000, 8, 25
	return w
}

// buckets are the observations of a world by bucket.
func (w world) byBucket(p Params) [][]Observation {
	all := make([][]Observation, w.buckets)
	w.each(func(o Observation) { all[p.BucketOf(o.Time)] = append(all[p.BucketOf(o.Time)], o) })
	return all
}

// takeAll is what a bucket costs from its observations to the state that is stored.
func takeAll(tb testing.TB, m *Miner, used *Counters, bucket int64, all []Observation) {
	tb.Helper()
	b := NewBucket(m.p, testSalt)
	for _, o := range all {
		b.Add(o)
	}
	if err := m.Take(bucket, b.Close(used, math.MaxInt64)); err != nil {
		tb.Fatal(err)
	}
	m.RuleSet()
	if _, err := m.MarshalBinary(); err != nil {
		tb.Fatal(err)
	}
}

// saved is a miner that has taken so many buckets, as it stands in the store.
type saved struct{ state, used []byte }

func savedAfter(tb testing.TB, p Params, all [][]Observation) saved {
	tb.Helper()
	m, used := NewMiner(p), Counters{}
	for bucket, observations := range all {
		b := NewBucket(p, testSalt)
		for _, o := range observations {
			b.Add(o)
		}
		if err := m.Take(int64(bucket), b.Close(&used, math.MaxInt64)); err != nil {
			tb.Fatal(err)
		}
	}
	var s saved
	var err error
	if s.state, err = m.MarshalBinary(); err != nil {
		tb.Fatal(err)
	}
	if s.used, err = used.MarshalBinary(); err != nil {
		tb.Fatal(err)
	}
	return s
}

// next is how long a bucket takes after those that are saved.
func (s saved) next(tb testing.TB, p Params, bucket int64, all []Observation) time.Duration {
	tb.Helper()
	m, used := NewMiner(p), Counters{}
	if err := m.UnmarshalBinary(s.state); err != nil {
		tb.Fatal(err)
	}
	if err := used.UnmarshalBinary(s.used); err != nil {
		tb.Fatal(err)
	}
	begin := time.Now()
	takeAll(tb, m, &used, bucket, all)
	return time.Since(begin)
}

// BenchmarkBucketsAgainstHistory takes the buckets 10, 100, 200 and 300 in turn, each from its observations to the stored
// state, and says how much more the later ones cost. In the first epoch a cell has one window and no pairs of aspects;
// of days all four windows are apart from the fifth epoch on, bucket 112, and nothing more comes to them.
func BenchmarkBucketsAgainstHistory(b *testing.B) {
	for name, length := range map[string]time.Duration{"days": day, "hours": time.Hour} {
		b.Run(name, func(b *testing.B) {
			p := DefaultParams(length)
			w := steady(301)
			all := make([][]Observation, 301)
			for bucket, observations := range w.byBucket(DefaultParams(day)) {
				for i := range observations {
					observations[i].Time = int64(bucket) * p.Bucket
				}
				all[bucket] = observations
			}
			at := []int64{10, 100, 200, 300}
			var before []saved
			for _, bucket := range at {
				before = append(before, savedAfter(b, p, all[:bucket]))
			}
			// The fastest of each: what else the machine does only adds to it.
			fastest := []time.Duration{time.Hour, time.Hour, time.Hour, time.Hour}
			for b.Loop() {
				for i, s := range before {
					fastest[i] = min(fastest[i], s.next(b, p, at[i], all[at[i]]))
				}
			}
			for i, bucket := range at {
				b.ReportMetric(float64(fastest[i].Microseconds()), fmt.Sprint("us/bucket-", bucket))
			}
			for i := range at[1:] {
				b.ReportMetric(float64(fastest[i+1])/float64(fastest[i]), fmt.Sprintf("%d-against-%d", at[i+1], at[i]))
			}
		})
	}
}

// BenchmarkRemining does what one would do without sums that add: mine everything anew at each of a hundred buckets. The
// stream's way over the same observations is measured beside it.
func BenchmarkRemining(b *testing.B) {
	const buckets = 100
	p := DefaultParams(day)
	w := steady(buckets)
	w.n = 400 * buckets
	all := w.byBucket(p)
	stream := func(until int) (took time.Duration) {
		m, used := NewMiner(p), Counters{}
		begin := time.Now()
		for bucket := range until {
			open := NewBucket(p, testSalt)
			for _, o := range all[bucket] {
				open.Add(o)
			}
			if err := m.Take(int64(bucket), open.Close(&used, math.MaxInt64)); err != nil {
				b.Fatal(err)
			}
		}
		return time.Since(begin)
	}
	var once, anew time.Duration
	for b.Loop() {
		once += stream(buckets)
		for until := range buckets {
			anew += stream(until + 1)
		}
	}
	b.ReportMetric(once.Seconds()/float64(b.N), "s/stream")
	b.ReportMetric(anew.Seconds()/float64(b.N), "s/mining-anew")
	b.ReportMetric(float64(anew)/float64(once), "times-as-much")
}

// BenchmarkStateSize says how much a coordinator stores: 20 intents, 4 groups, 60 aspects, all four windows apart; and
// the same with pairs of aspects, for which an epoch sums up all pairs.
func BenchmarkStateSize(b *testing.B) {
	for name, pairs := range map[string]int{"aspects": 0, "with-pairs": DefaultParams(day).MaxConjunctions} {
		b.Run(name, func(b *testing.B) {
			p := DefaultParams(day)
			p.EpochBuckets, p.MinFlush, p.MaxConjunctions = 1, 1, pairs
			w := world{
				seed: 4, n: 120_000, users: 4000, buckets: 10, intents: 20, aspects: 60, strata: 3,
				groups: []string{"a", "b", "c", "d"}, taste: 0.1, mood: 0.1,
			}
			s := savedAfter(b, p, w.byBucket(p))
			for b.Loop() {
				m := NewMiner(p)
				if err := m.UnmarshalBinary(s.state); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(s.state))/(20*4*60), "B/(intent,group,aspect)")
			b.ReportMetric(float64(len(s.state))/(1<<20), "MiB")
		})
	}
}
