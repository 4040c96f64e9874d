package ingest_test

import (
	"testing"
	"time"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/ingest"
)

// paused is a bench whose source may run ahead of others by half an hour.
func paused(t *testing.T) *bench {
	t.Helper()
	c := config()
	c.Progress, c.MaxAhead = "progress", 30*time.Minute
	return newBench(t, c, fresh)
}

func (b *bench) turn(at string) {
	b.put(`{"conversation_id":"c","index":` + at[:2] + at[3:5] + `,"role":"user","content":"a","at":"2026-03-01T` + at + `Z"}`)
}

// hear lets the stage hear that another source has come to a time.
func (b *bench) hear(source string, offset int64, at string, state gpav1.SourceState) {
	b.t.Helper()
	m, err := clock.Message(stream.Partition{Topic: "progress"}, &gpav1.Statement{Source: source, Offset: offset, TimeUs: clockTime(at).UnixMicro(), State: state})
	if err != nil {
		b.t.Fatal(err)
	}
	b.stage.Hear(stream.Record{Type: m.Type, Value: m.Value}, []string{"raw"})
}

func (b *bench) waits() bool { return b.task.(stream.Waiter).Wait() != nil }

func TestASourceFarAheadWaitsForTheSlowest(t *testing.T) {
	t.Parallel()
	const live, idle = gpav1.SourceState_SOURCE_STATE_LIVE, gpav1.SourceState_SOURCE_STATE_IDLE
	b := paused(t)
	if b.waits() {
		t.Error("it waits before its first record")
	}
	b.turn("10:40:00") // its time is 10:30
	if b.waits() {
		t.Error("it waits for sources of which nothing is known")
	}
	b.hear("raw/1", 7, "09:59:00", live)
	if !b.waits() {
		t.Error("it is 31 minutes ahead and goes on")
	}
	until := b.task.(stream.Waiter).Wait()
	b.hear("raw/1", 8, "10:00:00", live)
	select {
	case <-until:
	default:
		t.Error("nobody says that it is worth asking again")
	}
	if b.waits() {
		t.Error("it is 30 minutes ahead and waits")
	}
	b.hear("other/1", 1, "01:00:00", live)
	if b.waits() {
		t.Error("it waits for a source that is not read")
	}
	b.hear("raw/0", 1, "01:00:00", live)
	if !b.waits() {
		t.Error("it does not wait for the slowest")
	}
	b.hear("raw/0", 1, "01:00:00", idle)
	if b.waits() {
		t.Error("it waits for an idle source")
	}
}

func TestProgressIsSaidInStepsAndWithEachChangeOfState(t *testing.T) {
	t.Parallel()
	b := paused(t)
	said := func() (n int) {
		for _, m := range b.batch.Messages {
			if m.Topic == "progress" {
				n++
			}
		}
		b.batch = stream.Batch{}
		return n
	}
	for _, step := range []struct {
		what string
		do   func()
		want int
	}{
		{"the first record", func() { b.turn("10:00:00") }, 1},
		{"three minutes later", func() { b.turn("10:03:00") }, 0},
		{"another minute later", func() { b.turn("10:04:00") }, 1},
		{"nothing for a minute", func() { b.quiet(time.Minute) }, 1},
		{"a record again", func() { b.turn("10:04:01") }, 1},
	} {
		step.do()
		b.settle()
		if got := said(); got != step.want {
			t.Errorf("%s: progress was said %d times, want %d", step.what, got, step.want)
		}
	}
}

func TestPausingTakesSettingsByWhichNobodyWaitsForEver(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*ingest.Config){
		"no idle":     func(c *ingest.Config) { c.Idle = 0 },
		"no lateness": func(c *ingest.Config) { c.Lateness = ingest.NoLateness },
		"no distance": func(c *ingest.Config) { c.MaxAhead = 0 },
	} {
		c := config()
		c.Progress, c.MaxAhead = "progress", time.Hour
		change(&c)
		if err := c.Validate(); err == nil {
			t.Errorf("%s: passes", name)
		}
	}
}
