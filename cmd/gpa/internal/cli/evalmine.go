package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/evaluate"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

type evalCmd struct {
	Classify evalClassifyCmd `cmd:"" help:"Measure how well reactions are judged, on labelled ones, beside baselines and published figures."`
	Extract  evalExtractCmd  `cmd:"" help:"Measure aspects and stated wishes, on labelled answers and reactions."`
	Intent   evalIntentCmd   `cmd:"" help:"Measure how well intents are told apart, on labelled requests."`
	Mine     evalMineCmd     `cmd:"" help:"Measure the rule miner on worlds with known truth, beside a z-test on the same data."`
}

type evalMineCmd struct {
	File     string   `placeholder:"FILE" help:"Scenarios in YAML, in place of those that come with the program."`
	Scenario []string `placeholder:"NAME" help:"Only these (repeatable)."`
	Runs     float64  `default:"1" placeholder:"SHARE" help:"Share of the runs of each scenario, at least one: 0.1 is a quick look."`
	Beside   []string `placeholder:"KEY=VALUE" help:"A second miner with this parameter on the same data, to compare (repeatable)."`
	Workers  int      `placeholder:"N" help:"Runs at once (default: one for each processor)."`
	Out      string   `placeholder:"FILE" help:"Also write the table to this file (Markdown)."`
	List     bool     `help:"List the scenarios and end."`
}

// Help teaches by example.
func (evalMineCmd) Help() string {
	return `Examples:
  gpa eval mine                              the whole table: some minutes of two processors
  gpa eval mine --runs 0.1                   every scenario, a tenth of the runs
  gpa eval mine --scenario D --set AlphaPub=0.1   one scenario with other parameters
  gpa eval mine --scenario divergences --beside ClosedEBH=true   both procedures on the same data`
}

// Run is gpa eval mine.
func (c evalMineCmd) Run(s *session, ctx bound) error {
	scenarios, err := c.scenarios()
	if err != nil {
		return runner.WrongUse(err)
	}
	if c.List {
		for _, x := range scenarios {
			s.printf("%-14s %3d runs  %s\n", x.Name, x.Runs, x.About)
		}
		return nil
	}
	miner := ruleminer.FromConfig(s.config, 1)
	miner.Bucket, miner.Salt = 24*time.Hour, "each run has its own"
	if err := miner.Validate(); err != nil {
		return runner.WrongUse(err)
	}
	rows, err := evaluate.All(ctx, scenarios, evaluate.Options{
		Miner: miner, Beside: c.Beside, Share: c.Runs, Workers: c.Workers,
		Progress: func(name string, done, total int) {
			_, _ = fmt.Fprintf(s.Err, "%d of %d runs (%s)\n", done, total, name)
		},
	})
	if err != nil {
		return err
	}
	table := evaluate.Markdown(rows)
	if c.Out != "" {
		if err := os.WriteFile(c.Out, table, 0o644); err != nil {
			return fmt.Errorf("write the table: %w", err)
		}
	}
	if s.json {
		return writeJSON(s.Out, evaluate.Documents(rows))
	}
	s.printf("%s", table)
	return nil
}

func (c evalMineCmd) scenarios() ([]evaluate.Scenario, error) {
	all, err := evaluate.Scenarios()
	if c.File != "" {
		text, failed := os.ReadFile(c.File)
		if failed != nil {
			return nil, fmt.Errorf("read scenarios: %w", failed)
		}
		all, err = evaluate.Parse(text)
	}
	if err != nil || len(c.Scenario) == 0 {
		return all, err
	}
	var names []string
	var chosen []evaluate.Scenario
	for _, x := range all {
		names = append(names, x.Name)
		if slices.Contains(c.Scenario, x.Name) {
			chosen = append(chosen, x)
		}
	}
	for _, name := range c.Scenario {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("no scenario %q; there are %s", name, strings.Join(names, ", "))
		}
	}
	return chosen, nil
}
