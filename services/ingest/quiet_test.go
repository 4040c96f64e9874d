package ingest_test

import (
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestAQuietSourceBecomesIdleAndSaysSoAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	b.put(native("a", "one", "10:00:00"))
	b.settle()
	b.out()
	b.quiet(59 * time.Second)
	b.want("")
	b.quiet(61 * time.Second)
	b.want("idle@1 time 09:50:00")
	b.settle()
	b.want("")
	b.quiet(120 * time.Second)
	b.want("")
	b.quiet(121 * time.Second)
	b.want("idle@1 time 09:50:00")
	b.put(native("b", "two", "10:00:00"))
	b.settle()
	b.want("turns two\nlive@2 time 09:50:00")
	b.quiet(59 * time.Second)
	b.want("")
	b.put("", schema.HeaderEnd)
	b.settle()
	b.quiet(60 * time.Second)
	b.want("ended@3 time 09:50:00 ends 1 at 10:00:00\nidle@3 time 09:50:00 ends 1 at 10:00:00")
}

func TestASourceNeverIdlesUnlessAsked(t *testing.T) {
	t.Parallel()
	c := config()
	c.Idle = 0
	b := newBench(t, c, fresh)
	b.quiet(1000 * time.Hour)
	b.want("")
}

func TestAnEmptySourceBecomesIdle(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	b.settle()
	b.want("live@0 time never")
	if p, ok := b.task.Position(); ok {
		t.Errorf("commits %+v of a partition whose first offset it does not know", p)
	}
	b.quiet(time.Minute)
	b.want("idle@0 time never")
}

func TestCloseIdleEndsOnceAndMeetsTheOthers(t *testing.T) {
	t.Parallel()
	c := config()
	c.CloseIdle = 5 * time.Minute
	b := newBench(t, c, fresh)
	b.put(native("a", "one", "10:00:00"))
	b.settle()
	b.out()
	b.quiet(time.Minute)
	b.want("idle@1 time 09:50:00")
	b.quiet(5 * time.Minute)
	b.want("ended@1 time 09:50:00 ends 1 at 10:00:00")
	b.quiet(6 * time.Minute)
	b.want("idle@1 time 09:50:00 ends 1 at 10:00:00")
	b.quiet(20 * time.Minute)
	b.want("idle@1 time 09:50:00 ends 1 at 10:00:00") // Nothing to close.
	b.stage.Heard(3)
	b.quiet(21 * time.Minute)
	b.want("ended@1 time 09:50:00 ends 2 at 10:00:00")
	b.quiet(22 * time.Minute)
	b.want("ended@1 time 09:50:00 ends 3 at 10:00:00")
	b.quiet(22*time.Minute + time.Second)
	b.want("")
	b.put(native("b", "two", "11:00:00"))
	b.settle()
	b.out()
	b.quiet(5 * time.Minute)
	b.want("ended@2 time 10:50:00 ends 4 at 11:00:00")
}
