package turnclassifier_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// story brings a random partition: conversations in disorder, repeats, ratings, whole conversations, time and ends.
func story(b *bench, seed uint64) {
	b.t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	ends, most := uint32(0), int64(0)
	for now := int64(0); now < 900; now += r.Int64N(12) {
		id, at := fmt.Sprintf("c%d/%d", r.IntN(6), r.IntN(8)), max(0, now-r.Int64N(20))
		most = max(most, at)
		switch r.IntN(12) {
		case 0:
			rec := envelope(turn(id, at), turn(strings.Replace(id, "/", "/9", 1), at+3))
			rec.Feedback = []*gpav1.Feedback{rating(1, gpav1.Label_LABEL_DSAT, at+r.Int64N(100))}
			b.process(b.append(schema.TypeTurns, rec))
		case 1:
			rec := envelope(turn("w/0", at), turn("w/1", at+1), turn("w/2", at+2))
			rec.Complete, rec.TimeUs = true, us(at+2)
			b.process(b.append(schema.TypeTurns, rec))
		case 2, 3:
			b.time(now - 20)
		case 4:
			if r.IntN(8) == 0 {
				ends++
				b.end(ends, most)
			}
		default:
			b.turn(id, at)
		}
	}
	b.end(ends+1, most)
}

// lines are what messages say, but for statements, which a restart may say again.
func lines(t *testing.T, messages []stream.Message) []string {
	t.Helper()
	var all []string
	for _, m := range messages {
		if m.Type == schema.TypeExchange {
			all = append(all, describe(t, m))
		}
	}
	return all
}

func TestARestartReadsAgainInSilence(t *testing.T) {
	t.Parallel()
	again := 0
	for seed := range uint64(8) {
		calm := newBench(t, config(), echo{})
		story(calm, seed)
		want := lines(t, calm.batch.Messages)
		if len(want) < 10 {
			t.Fatalf("seed %d: only %d exchanges: nothing is compared", seed, len(want))
		}
		for cut := 0; cut <= len(calm.log); cut += 11 {
			b := newBench(t, config(), slow{slots: int(seed % 3)})
			for _, r := range calm.log[:cut] {
				b.process(r)
			}
			b.settle()
			said := lines(t, b.batch.Messages)
			p, ok := b.task.Position()
			if !ok {
				t.Fatalf("seed %d, cut %d: nothing to commit", seed, cut)
			}
			var from int64
			b.task, from = b.open(p)
			again += cut - int(from)
			b.batch = stream.Batch{}
			for _, r := range calm.log[from:cut] {
				if _, ok := b.task.Position(); ok {
					t.Fatalf("seed %d, cut %d: commits while it reads again", seed, cut)
				}
				b.process(r)
			}
			b.settle()
			if repeated := lines(t, b.batch.Messages); len(repeated) > 0 {
				t.Fatalf("seed %d, cut %d: says again %v", seed, cut, repeated)
			}
			for _, r := range calm.log[cut:] {
				b.process(r)
			}
			b.settle()
			if got := slices.Concat(said, lines(t, b.batch.Messages)); !slices.Equal(got, want) {
				t.Fatalf("seed %d, cut %d: put out\n%s\nwant\n%s", seed, cut, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
	if again == 0 {
		t.Error("nothing was ever read again: nothing is tested")
	}
}

func TestARestartDoesNotAskTheJudgeAgain(t *testing.T) {
	t.Parallel()
	calls := 0
	b := newBench(t, config(), echo{calls: &calls})
	b.turn("c/0", 0)
	b.turn("c/1", 10)
	b.turn("c/2", 20)
	b.time(71)
	b.turn("d/0", 71)
	b.settle()
	p, _ := b.task.Position()
	var from int64
	if b.task, from = b.open(p); from != 0 {
		t.Fatalf("reads again from %d, want 0: the turns are still needed", from)
	}
	for _, r := range b.log {
		b.process(r)
	}
	b.settle()
	if calls != 1 {
		t.Errorf("the judge was asked %d times, want once", calls)
	}
}

func TestMemoryIsBoundedByTheWindow(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	for at := int64(0); at < 5000; at += 10 {
		b.turn(fmt.Sprintf("c/%d", at/10), at) // One conversation that never stops.
		b.time(at)
		p, ok := b.task.Position()
		if !ok {
			t.Fatal("nothing to commit")
		}
		// Two records in ten seconds; a turn is needed for two windows, and the time itself lies in between.
		if held := int64(len(b.log)) - p.Offset; held > 2*(2*window/10+2) {
			t.Fatalf("at %d: %d records are still needed", at, held)
		}
	}
}

func TestDamagedPositionsAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	for _, metadata := range []string{"", "%", "/////////////w", "AA", "AAD/"} {
		if _, _, err := b.stage.Open(t.Context(), input, stream.Position{Offset: 5, Metadata: metadata}); err == nil || !strings.Contains(err.Error(), "gpa.turns.v1/3") {
			t.Errorf("metadata %q: error = %v; want one that names the partition", metadata, err)
		}
	}
}

func FuzzPositionsOfOthersNeverPanic(f *testing.F) {
	f.Add("")
	f.Add("AAAAAAAAAA")
	f.Fuzz(func(t *testing.T, metadata string) {
		b := newBench(t, config(), echo{})
		task, from, err := b.stage.Open(t.Context(), input, stream.Position{Offset: 5, Metadata: metadata})
		if err == nil && (task == nil || from != 5) {
			t.Errorf("opened %v from %d", task, from)
		}
	})
}
