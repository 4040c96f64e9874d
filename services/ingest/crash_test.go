package ingest_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/ingest"
)

// A world is one source partition, what was committed of it, and the output as it was acknowledged.
type world struct {
	log       []stream.Record
	out       [2][]stream.Message
	committed stream.Position
	late      map[int64]bool
}

// newWorld makes a log out of order, with late records, repeats and ends.
func newWorld(seed uint64) *world {
	r := rand.New(rand.NewPCG(seed, 1))
	w := &world{committed: fresh, late: map[int64]bool{}}
	for i := range 60 {
		rec := stream.Record{Partition: source, Offset: int64(i)}
		switch at := clockTime("08:00:00").Add(time.Duration(i)*time.Minute - time.Duration(r.IntN(25))*time.Minute).Format("15:04:05"); {
		case i%20 == 19:
			rec.Headers = []stream.Header{{Key: schema.HeaderEnd}}
		case i > 5 && r.IntN(8) == 0:
			rec.Value = w.log[i-1-r.IntN(5)].Value
		case r.IntN(10) == 0:
			rec.Value = []byte("broken")
		default:
			rec.Value = []byte(native(fmt.Sprint("c", i), "x", at))
		}
		w.log = append(w.log, rec)
	}
	return w
}

var errDied = errors.New("died")

// live runs one life of a task until the log's end or until it dies, which it may at every step.
func (w *world) live(t *testing.T, r *rand.Rand, fault float64, zombie bool) error {
	t.Helper()
	stage, err := ingest.New(config(), ingest.Ports{Late: func(l ingest.Late) { w.late[l.Offset] = true }})
	if err != nil {
		t.Fatal(err)
	}
	task, from, err := stage.Open(t.Context(), source, w.committed)
	if err != nil {
		t.Fatal(err)
	}
	publish := func(b *stream.Batch) error {
		for _, m := range b.Messages {
			if r.Float64() < fault {
				return errDied
			}
			w.out[m.Index] = append(w.out[m.Index], m)
		}
		*b = stream.Batch{}
		return nil
	}
	var batch stream.Batch
	for next := max(from, 0); ; {
		isEnd := false
		if next < int64(len(w.log)) {
			if err := task.Process(t.Context(), w.log[next], &batch); err != nil {
				t.Fatal(err)
			}
			isEnd = len(w.log[next].Headers) > 0
			next++
		}
		atEnd := next == int64(len(w.log))
		if !isEnd && !atEnd && r.IntN(3) > 0 {
			continue
		}
		if err := publish(&batch); err != nil {
			return err
		}
		if err := task.Settle(t.Context(), &batch); err != nil {
			t.Fatal(err)
		}
		if err := publish(&batch); err != nil {
			return err
		}
		if p, ok := task.Position(); ok && !zombie && (atEnd || r.IntN(2) == 0) {
			w.committed = p
		}
		if atEnd {
			return nil
		}
	}
}

// result is what an output partition says to whoever counts every id once, and the statements that stood last.
func (w *world) result(t *testing.T) (turns map[string]string, last [2]string) {
	t.Helper()
	turns = map[string]string{}
	for i, messages := range w.out {
		now, ended := clock.Clock{}, 0
		for _, m := range messages {
			if m.Type == schema.TypeStatement {
				st, err := clock.Parse(stream.Record{Value: m.Value})
				if err != nil {
					t.Fatal(err)
				}
				st.Count = 1 // The other sources are not here.
				now.Read(st)
				for {
					most, ok := now.Ended()
					if !ok {
						break
					}
					ended++
					last[i] += fmt.Sprint(" end ", most)
				}
				continue
			}
			var x gpav1.Turns
			if err := proto.Unmarshal(m.Value, &x); err != nil {
				t.Fatal(err)
			}
			if old, met := turns[m.ID]; met && old != string(m.Value) {
				t.Errorf("%s has two contents", m.ID)
			} else if !met && now.Known() && x.GetTimeUs() < now.Time() {
				t.Errorf("partition %d: a new record of %d behind the time %d", i, x.GetTimeUs(), now.Time())
			}
			turns[m.ID] = string(m.Value)
		}
		last[i] += fmt.Sprint(" time ", now.Time(), " ends ", ended, " ", now.State())
	}
	return turns, last
}

func TestCrashesAndZombiesChangeNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 2))
		calm, storm := newWorld(seed), newWorld(seed)
		if err := calm.live(t, r, 0, false); err != nil {
			t.Fatal(err)
		}
		for storm.live(t, r, 0.03, false) != nil {
			if r.IntN(4) == 0 {
				_ = storm.live(t, r, 0.1, true) // One that cannot commit goes on publishing.
			}
		}
		wantTurns, wantLast := calm.result(t)
		gotTurns, gotLast := storm.result(t)
		if fmt.Sprint(gotTurns) != fmt.Sprint(wantTurns) || gotLast != wantLast || fmt.Sprint(storm.late) != fmt.Sprint(calm.late) {
			t.Errorf("seed %d: %d turns, %d late, last %v; calm %d, %d, %v", seed, len(gotTurns), len(storm.late), gotLast, len(wantTurns), len(calm.late), wantLast)
		}
		if len(wantTurns) == 0 || len(calm.late) == 0 {
			t.Errorf("seed %d tests nothing: %d turns, %d late", seed, len(wantTurns), len(calm.late))
		}
	}
}
