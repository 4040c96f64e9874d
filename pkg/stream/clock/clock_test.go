package clock

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

const (
	live  = gpav1.SourceState_SOURCE_STATE_LIVE
	ended = gpav1.SourceState_SOURCE_STATE_ENDED
	idle  = gpav1.SourceState_SOURCE_STATE_IDLE
)

func st(source string, offset, time int64, state gpav1.SourceState) *gpav1.Statement {
	return &gpav1.Statement{Source: source, Count: 2, Offset: offset, TimeUs: time, State: state}
}

func TestTheTimeIsTheSlowestSourcesAndNeverFalls(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		read []*gpav1.Statement
		want int64
	}{
		{"unknown until all have spoken", []*gpav1.Statement{st("a", 1, 50, live)}, Never},
		{"minimum of two", []*gpav1.Statement{st("a", 1, 50, live), st("b", 1, 20, live)}, 20},
		{"a smaller offset is ignored", []*gpav1.Statement{st("a", 2, 50, live), st("b", 1, 70, live), st("a", 1, 90, live)}, 50},
		{"idle leaves the minimum", []*gpav1.Statement{st("a", 1, 50, live), st("b", 1, 20, live), st("b", 1, 20, idle)}, 50},
		{"ended stays in it", []*gpav1.Statement{st("a", 1, 50, live), st("b", 1, 20, ended)}, 20},
		{"live does not beat idle at the same offset", []*gpav1.Statement{st("a", 1, 50, live), st("b", 1, 20, idle), st("b", 1, 20, live)}, 50},
		{"all idle: the largest that was named", []*gpav1.Statement{st("a", 1, 50, idle), st("b", 1, 80, idle)}, 80},
		{"it never falls", []*gpav1.Statement{st("a", 1, 50, live), st("b", 1, 20, idle), st("b", 2, 30, live)}, 50},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var c Clock
			for _, s := range tt.read {
				c.Read(s)
			}
			if got := c.Time(); got != tt.want {
				t.Errorf("time is %d, want %d", got, tt.want)
			}
		})
	}
}

func TestAWakingSourceLetsTheOthersIdleMarksLapse(t *testing.T) {
	t.Parallel()
	var c Clock
	c.Read(st("a", 1, 10, idle))
	c.Read(st("b", 1, 12, idle))
	c.Read(st("a", 2, 90, live))
	if c.Time() != 12 {
		t.Errorf("time is %d while b may be waking, want 12", c.Time())
	}
	c.Read(st("b", 1, 12, idle))
	if c.Time() != 90 {
		t.Errorf("time is %d after b said again that it is idle, want 90", c.Time())
	}
}

func TestAnEndHoldsOnceWhenAllSourcesHavePassedIt(t *testing.T) {
	t.Parallel()
	var c Clock
	end := func(source string, ends uint32, most int64) *gpav1.Statement {
		return &gpav1.Statement{Source: source, Count: 2, Offset: int64(ends), TimeUs: most - 10, State: ended, Ends: ends, MostUs: most}
	}
	c.Read(end("a", 1, 40))
	c.Read(end("a", 2, 95))
	if _, ok := c.Ended(); ok {
		t.Fatal("ended although b has not")
	}
	c.Read(end("b", 1, 60))
	if most, ok := c.Ended(); !ok || most != 60 {
		t.Errorf("first end: %d, %v, want 60", most, ok)
	}
	if _, ok := c.Ended(); ok {
		t.Error("the second end came before b passed it")
	}
	c.Read(end("b", 2, 70))
	if most, ok := c.Ended(); !ok || most != 95 {
		t.Errorf("second end: %d, %v, want 95", most, ok)
	}
	if c.Ends() != 2 || c.Most() != 95 {
		t.Errorf("ends %d most %d, want 2 and 95", c.Ends(), c.Most())
	}
}

func TestAClockSurvivesItsEncodingAndFitsIntoACommit(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	var c Clock
	for i := range MaxSources {
		c.Read(&gpav1.Statement{
			Source: fmt.Sprintf("gpa.raw.v1/%d", i), Count: MaxSources, Offset: 40_000_000 + r.Int64N(500_000),
			TimeUs: 1_770_000_000_000_000 + r.Int64N(60_000_000), State: gpav1.SourceState(1 + i%3),
		})
	}
	b, err := c.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	if n := base64.StdEncoding.EncodedLen(len(b)); n > stream.MaxMetadata-100 {
		t.Errorf("%d sources take %d bytes", MaxSources, n)
	}
	var d Clock
	if err := d.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c, d) {
		t.Error("another clock came back")
	}
}

func TestSnapshotsGiveTheClockOfThere(t *testing.T) {
	t.Parallel()
	var (
		c Clock
		s Snapshots
	)
	s.Mark(0, &c)
	c.Read(st("a", 1, 10, live))
	c.Read(st("b", 1, 20, live))
	s.Mark(5, &c)
	c.Read(st("a", 2, 15, live))
	s.Mark(9, &c)
	for _, tt := range []struct{ offset, want int64 }{{3, Never}, {5, 10}, {8, 10}, {9, 15}, {20, 15}} {
		if got := s.Before(tt.offset).Time(); got != tt.want {
			t.Errorf("at %d the time was %d, want %d", tt.offset, got, tt.want)
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	var c Clock
	c.Read(st("a", 1, 10, live))
	b, _ := c.MarshalBinary()
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var c Clock
		if c.UnmarshalBinary(b) != nil {
			return
		}
		if _, err := c.MarshalBinary(); err != nil {
			t.Error(err)
		}
	})
}
