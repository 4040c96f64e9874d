package evaluate

import (
	"context"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// Options of an evaluation.
type Options struct {
	// Miner are the settings of the miner; each run has a salt of its own.
	Miner ruleminer.Config
	// Beside are parameters (KEY=VALUE) that a second miner has besides, on the same data; without any there is none.
	Beside []string
	// Share scales the number of runs of every scenario, at least one each; 0 is 1.
	Share float64
	// Workers is how many runs go on at once; 0 is one for each processor.
	Workers int
	// Progress, if given, is told of each finished run, one call at a time.
	Progress func(scenario string, done, total int)
}

// A Row is what came of all runs of a scenario, in order of their seeds.
type Row struct {
	Scenario Scenario
	Outcomes []Outcome
}

// All runs all scenarios. What comes out depends on scenarios, settings and share, and not on how many workers there are.
func All(ctx context.Context, scenarios []Scenario, o Options) ([]Row, error) {
	rows := make([]Row, len(scenarios))
	total := 0
	for i, s := range scenarios {
		rows[i] = Row{Scenario: s, Outcomes: make([]Outcome, runs(s, o.Share))}
		total += len(rows[i].Outcomes)
	}
	var mu sync.Mutex
	done := 0
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers(o.Workers))
	for i := range rows {
		for n := range rows[i].Outcomes {
			g.Go(func() error {
				s := rows[i].Scenario
				out, err := Run(ctx, s, seed(s, n), o.Miner, o.Beside...)
				if err != nil {
					return err
				}
				rows[i].Outcomes[n] = out
				mu.Lock()
				defer mu.Unlock()
				done++
				if o.Progress != nil {
					o.Progress(s.Name, done, total)
				}
				return nil
			})
		}
	}
	return rows, g.Wait()
}

func runs(s Scenario, share float64) int {
	if share == 0 {
		share = 1
	}
	return max(1, int(float64(s.Runs)*share+0.5))
}

func workers(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}

// seed is that of a scenario's n-th world: it does not change when scenarios are added.
func seed(s Scenario, n int) uint64 { return schema.Salt(s.Name).Keyed("world").Pair(uint64(n), 0) }
