package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate"
	"github.com/gpa-stream/gpa/pkg/runner"
)

type simulateCmd struct {
	Scenario     string `default:"demo" placeholder:"FILE" help:"YAML file, or a shipped scenario: ${scenarios}."`
	Seed         uint64 `default:"1" help:"Another seed gives another log of the same truth."`
	Out          string `default:"-" placeholder:"FILE" help:"Where the conversations go: a file, or - for standard output."`
	Truth        string `placeholder:"FILE" help:"Where the truth goes (default: FILE.truth.json beside the file)."`
	Observations bool   `help:"Write observations, the form that mine --from observations reads."`
}

// Help teaches by example.
func (simulateCmd) Help() string {
	return `Examples:
  gpa simulate --scenario planted --out planted.jsonl && gpa mine planted.jsonl
  gpa simulate --scenario mine.yaml --seed 7 | gpa import - --close`
}

// Run is gpa simulate.
func (c simulateCmd) Run(s *session, ctx bound) error {
	scenario, err := loadScenario(c.Scenario)
	if err != nil {
		return runner.WrongUse(err)
	}
	out, done, err := create(c.Out, s.Out)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	var truth simulate.Truth
	if c.Observations {
		truth, err = simulate.GenerateObservations(ctx, scenario, c.Seed, func(o simulate.Observation) error { return enc.Encode(o) })
	} else {
		truth, err = simulate.Generate(ctx, scenario, c.Seed, func(x simulate.Conversation) error { return enc.Encode(x) })
	}
	if err := errors.Join(err, w.Flush(), done()); err != nil {
		return fmt.Errorf("write the simulated log: %w", err)
	}
	return c.writeTruth(truth)
}

func (c simulateCmd) writeTruth(t simulate.Truth) error {
	path := c.Truth
	if path == "" {
		if c.Out == "-" {
			return nil
		}
		path = c.Out + ".truth.json"
	}
	b, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return fmt.Errorf("encode the truth: %w", err)
	}
	if err := os.WriteFile(path, append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the truth: %w", err)
	}
	return nil
}

// loadScenario takes a shipped scenario by name, or a file.
func loadScenario(name string) (simulate.Scenario, error) {
	if slices.Contains(simulate.ShippedNames(), name) {
		text, err := simulate.Shipped(name)
		if err != nil {
			return simulate.Scenario{}, err
		}
		return simulate.Load(text)
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) && filepath.Ext(name) == "" {
		return simulate.Scenario{}, fmt.Errorf("no scenario %q; shipped are %s", name, strings.Join(simulate.ShippedNames(), ", "))
	}
	if err != nil {
		return simulate.Scenario{}, fmt.Errorf("read the scenario: %w", err)
	}
	s, err := simulate.Load(text)
	if err != nil {
		return s, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// create opens a file to write, or takes stdout for -.
func create(path string, stdout io.Writer) (io.Writer, func() error, error) {
	if path == "-" {
		return stdout, func() error { return nil }, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, nil, fmt.Errorf("create the output: %w", err)
	}
	return f, f.Close, nil
}
