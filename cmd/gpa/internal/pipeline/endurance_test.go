//go:build soak

package pipeline_test

import (
	"context"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/memstream"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/ruleminer"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// TestMemoryStaysFlatTurnByTurn sends turn after turn, each a record of its own, through the stages that
// `gpa up` runs: parsing, pseudonyms, lateness, windows, meters, caps, tallies, rules. Only the judgement is drawn by
// lot instead of read, since reading is a function of one exchange and keeps nothing. TURNS is another number.
func TestMemoryStaysFlatTurnByTurn(t *testing.T) {
	n := turnsWanted(t)
	e := newEndurance(t)
	g, ctx := errgroup.WithContext(t.Context())
	for _, s := range e.steps {
		g.Go(func() error {
			err := e.broker.Run(ctx, s.name, []string{s.in}, stream.Loop{
				Service: s.name, Stage: s.stage, DeadLetters: e.dead, Pace: 50 * time.Millisecond, Now: time.Now,
			})
			if err == nil && s.out != "" {
				e.broker.End(s.out)
			}
			return err
		})
	}
	begin := time.Now()
	var (
		peaks []uint64
		sent  int
	)
	g.Go(func() error {
		const samples = 20
		w := platform{}
		for i := range samples {
			if err := e.feed(ctx, &w, n/samples); err != nil {
				return err
			}
			if _, err := e.coordinator.Coordinate(ctx); err != nil {
				return err
			}
			peaks = append(peaks, inUse())
			t.Logf("%11d turns, event time %s: %.0f turns/s, %d MiB in use",
				w.turns, w.now().Format(time.DateTime), float64(w.turns)/time.Since(begin).Seconds(), peaks[i]>>20)
		}
		sent = w.turns
		return e.end(ctx)
	})
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	e.check(t, sent)
	// What is on its way between the stages goes up and down by half; what grew would lift the middle of the samples.
	half := len(peaks) / 2
	early, late := middle(peaks[1:half]), middle(peaks[half:])
	if late > early+early/5+16<<20 {
		t.Errorf("%d MiB in use in the second half, %d MiB in the first", late>>20, early>>20)
	}
	if most := slices.Max(peaks); most > mostInUse {
		t.Errorf("%d MiB in use, want at most %d", most>>20, mostInUse>>20)
	}
}

// mostInUse is what no sample may exceed.
const mostInUse = 320 << 20

func middle(samples []uint64) uint64 {
	sorted := slices.Sorted(slices.Values(samples))
	return sorted[len(sorted)/2]
}

func turnsWanted(t *testing.T) int {
	t.Helper()
	text := os.Getenv("TURNS")
	if text == "" {
		return 10_000_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("TURNS: %v", err)
	}
	return n
}

// inUse is what the heap and the stacks take after a collection.
func inUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// An endurance is the stages, chained.
type endurance struct {
	broker      *memstream.Broker
	steps       []enduranceStep
	dead        string
	miner       *ruleminer.Service
	coordinator *ruleminer.Coordinator
	rules       schema.RuleSet
}

type enduranceStep struct {
	name, in, out string
	stage         stream.Stage
}

// partitions of every topic.
const partitions = 4

func newEndurance(t *testing.T) *endurance {
	t.Helper()
	raw, turns, exchanges, observations := string(schema.TopicRaw), string(schema.TopicTurns), string(schema.TopicExchanges), string(schema.TopicObservations)
	e := &endurance{dead: "dead"}
	e.broker = memstream.New(map[string]int{raw: partitions, turns: partitions, exchanges: partitions, observations: partitions, e.dead: 1},
		memstream.Options{Forget: true, Ahead: 1 << 20})
	in, err := ingest.New(ingest.Config{
		Records: ingest.Records{Salt: "s"}, Sources: partitions, Output: turns, Partitions: partitions, Lateness: 10 * time.Minute,
	}, ingest.Ports{})
	if err != nil {
		t.Fatal(err)
	}
	settings := turnclassifier.Default()
	settings.Topics = schema.Names{}
	classifier, err := turnclassifier.New(settings, lots{})
	if err != nil {
		t.Fatal(err)
	}
	extractor, err := attrextractor.New(attrextractor.Config{Observations: partitions, Exchanges: partitions}, attrextractor.NoSpans{})
	if err != nil {
		t.Fatal(err)
	}
	c := ruleminer.Defaults()
	c.Salt, c.Partitions = "s", partitions
	if e.miner, err = ruleminer.New(c, ruleminer.NewMemoryStore()); err != nil {
		t.Fatal(err)
	}
	e.coordinator = e.miner.Coordinator()
	e.coordinator.OnBucket = func(_ context.Context, _ int64, _ time.Time, set schema.RuleSet) error {
		e.rules = set
		return nil
	}
	e.steps = []enduranceStep{
		{ingest.Name, raw, turns, in},
		{turnclassifier.Service, turns, exchanges, classifier},
		{attrextractor.Service, exchanges, observations, extractor},
		{ruleminer.Name, observations, "", e.miner.Stage()},
	}
	return e
}

// feed sends so many turns of the platform.
func (e *endurance) feed(ctx context.Context, w *platform, turns int) error {
	ports := e.broker.Ports("feed")
	batch := make([]stream.Message, 0, partitions*64)
	for range turns / cap(batch) {
		batch = batch[:0]
		for p := range partitions {
			for range cap(batch) / partitions {
				batch = append(batch, stream.Message{
					Partition: stream.Partition{Topic: string(schema.TopicRaw), Index: int32(p)}, Value: w.turn(p),
				})
			}
		}
		if err := ports.Publish(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// end ends the input.
func (e *endurance) end(ctx context.Context) error {
	for p := range partitions {
		end := ingest.End(stream.Partition{Topic: string(schema.TopicRaw), Index: int32(p)})
		if err := e.broker.Ports("feed").Publish(ctx, []stream.Message{end}); err != nil {
			return err
		}
	}
	e.broker.End(string(schema.TopicRaw))
	return nil
}

// check wants every answer counted, nothing given up, and what the lots hide found.
func (e *endurance) check(t *testing.T, turns int) {
	t.Helper()
	if _, err := e.coordinator.Coordinate(t.Context()); err != nil {
		t.Fatal(err)
	}
	report, err := e.miner.Report(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	answers := int64(turns / 2)
	if got := report.Counts.Exchanges; got < answers-partitions*crowd || got > answers {
		t.Errorf("%d exchanges are counted, want one for each of %d answers", got, answers)
	}
	if letters := len(e.broker.Records(stream.Partition{Topic: e.dead})); letters > 0 {
		t.Errorf("%d dead letters", letters)
	}
	found := false
	for _, r := range e.rules.Rules {
		found = found || r.Kind == schema.Divergence && r.Live() && r.Aspect == "step_by_step"
	}
	if !found {
		t.Errorf("of %d rules none says that novices and experts differ on step_by_step", len(e.rules.Rules))
	}
	t.Logf("%d buckets, %d exchanges, %d of them kept by the caps, %d rules", report.Buckets, report.Counts.Exchanges, report.Counts.Kept, len(e.rules.Rules))
}
