package ruleminer

import (
	"strconv"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
)

func TestAReplayDecidesAsTheMinerDoes(t *testing.T) {
	t.Parallel()
	c := Defaults()
	c.Salt = "s"
	r, err := NewReplay(c)
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.params()
	if err != nil {
		t.Fatal(err)
	}
	m, used := mine.NewMiner(p), mine.Counters{}
	for bucket := range int64(3) {
		b := mine.NewBucket(p, c.Salt)
		for i := range 2000 {
			user := "u" + strconv.Itoa(i%300)
			o := Observation{
				ID: strconv.FormatInt(bucket, 10) + "-" + strconv.Itoa(i), User: user, Shard: int(schema.Shard(user)), Intent: "i", Label: SAT,
				Confidence: 0.9, Groups: []Group{{Dimension: "d", Value: "g" + strconv.Itoa(i%2)}}, Time: bucket * p.Bucket,
			}
			if i%3 == 0 {
				o.Aspects = []string{"a"}
			} else if i%5 < 3 {
				o.Label = DSAT
			}
			if r.BucketOf(o.Time) != bucket {
				t.Fatalf("bucket of %d is %d", o.Time, r.BucketOf(o.Time))
			}
			b.Add(o)
			r.Add(o)
		}
		if err := r.Close(bucket); err != nil {
			t.Fatal(err)
		}
		if err := m.Take(bucket, b.Close(&used, 1<<62)); err != nil {
			t.Fatal(err)
		}
	}
	got, want := r.RuleSet(), m.RuleSet()
	if len(got.Rules) == 0 || len(got.Rules) != len(want.Rules) || got.Rules[0].LogE != want.Rules[0].LogE || len(r.Explain().Rules) != len(got.Rules) {
		t.Errorf("%d rules, the miner has %d: %+v", len(got.Rules), len(want.Rules), got.Rules)
	}
}

func TestAReplayNeedsValidSettings(t *testing.T) {
	t.Parallel()
	if _, err := NewReplay(Defaults()); err == nil {
		t.Error("no salt was taken")
	}
	c := Defaults()
	c.Salt, c.Set = "s", []string{"AlphaPub=2"}
	if _, err := NewReplay(c); err == nil {
		t.Error("a level of 2 was taken")
	}
}
