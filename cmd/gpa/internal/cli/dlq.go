package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/letters"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

type dlqCmd struct {
	List   dlqListCmd   `cmd:"" help:"List dead letters: how many of which reason, then each with its origin."`
	Show   dlqShowCmd   `cmd:"" help:"Show one dead letter with headers and value."`
	Replay dlqReplayCmd `cmd:"" help:"Publish records that were given up to the place where they stood, once their trouble is mended."`
}

// letterFilter chooses letters.
type letterFilter struct {
	Stage  string `placeholder:"STAGE" help:"Only those of a stage: ingest, turnclassifier, attrextractor or ruleminer."`
	Reason string `placeholder:"TEXT" help:"Only those whose reason holds this text."`
}

type dlqListCmd struct {
	letterFilter `embed:""`
	Limit        int `default:"50" placeholder:"N" help:"List so many of the newest; 0 lists all. Counts are always of all."`
}

// Run is gpa dlq list.
func (c dlqListCmd) Run(s *session, ctx bound) error {
	d, err := s.deadLetters(ctx, c.Stage)
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.list(ctx, letters.Filter{Reason: c.Reason})
	if err != nil {
		return err
	}
	kinds, newest := letters.Kinds(all), all
	if c.Limit > 0 && len(all) > c.Limit {
		newest = all[len(all)-c.Limit:]
	}
	if s.json {
		return writeJSON(s.Out, map[string]any{"total": len(all), "reasons": kinds, "letters": slices.Concat([]letters.Letter{}, newest)})
	}
	if len(all) == 0 {
		s.printf("no dead letters\n")
		return nil
	}
	for _, k := range kinds {
		s.printf("%8s  %-15s %s\n", count(int64(k.Count)), k.Stage, k.Reason)
	}
	s.printf("\n%-22s %-28s %s\n", "letter", "origin", "reason")
	for _, l := range newest {
		s.printf("%-22s %-28s %s%s\n", l.ID, l.Origin, l.Reason, repeated(l))
	}
	if n := len(all) - len(newest); n > 0 {
		s.printf("and %s older ones (--limit 0 lists all)\n", count(int64(n)))
	}
	s.printf("\nlook closer: gpa dlq show %s   try again: gpa dlq replay %s\n", newest[0].ID, newest[0].ID)
	return nil
}

func repeated(l letters.Letter) string {
	if l.Repeats == 0 {
		return ""
	}
	return fmt.Sprintf(" (written %d times)", l.Repeats+1)
}

type dlqShowCmd struct {
	Letter string `arg:"" help:"Letter, as list names it: stage/number."`
}

// Run is gpa dlq show.
func (c dlqShowCmd) Run(s *session, ctx bound) error {
	stage, _, ok := strings.Cut(c.Letter, "/")
	if !ok {
		return runner.WrongUse(fmt.Errorf("letter is %q; expected stage/number, e.g. ingest/0", c.Letter))
	}
	d, err := s.deadLetters(ctx, stage)
	if err != nil {
		return err
	}
	defer d.Close()
	l, err := d.find(ctx, c.Letter)
	if err != nil {
		return err
	}
	headers := make([][2]string, 0, len(l.Headers()))
	for _, h := range l.Headers() {
		headers = append(headers, [2]string{h.GetKey(), string(h.GetValue())})
	}
	if s.json {
		return writeJSON(s.Out, struct {
			letters.Letter
			Key     []byte      `json:"key"`
			Headers [][2]string `json:"headers"`
			Value   []byte      `json:"value"`
		}{l, l.Key(), headers, l.Value()})
	}
	s.printf("letter  %s\norigin  %s\nreason  %s\nkey     %q\n", l.ID, l.Origin, l.Reason, l.Key())
	if l.At != nil {
		s.printf("time    %s\n", l.At.Format(time.RFC3339Nano))
	}
	for _, h := range headers {
		s.printf("header  %s: %q\n", h[0], h[1])
	}
	switch v := l.Value(); {
	case l.Lost:
		s.printf("no record: this is an output that the log refused\n")
	case utf8.Valid(v):
		s.printf("value   %d bytes\n%s\n", len(v), v)
	default:
		s.printf("value   %d bytes\n%q\n", len(v), v)
	}
	return nil
}

type dlqReplayCmd struct {
	letterFilter `embed:""`
	Letter       []string `arg:"" optional:"" help:"Letters, as list names them: stage/number."`
	All          bool     `help:"All that --stage and --reason leave."`
	DryRun       bool     `help:"Say what would be replayed, and leave it."`
}

// Help teaches by example.
func (dlqReplayCmd) Help() string {
	return `Examples:
  gpa dlq replay ingest/17
  gpa dlq replay --all --stage ingest --reason "unknown role" --dry-run
A record goes back to the partition where it stood, with its key and headers. Replaying it twice is harmless: what is
made of it bears the same ids and counts once. What still cannot be read becomes a dead letter again. A record that has
become late meanwhile is counted as late.`
}

// Run is gpa dlq replay.
func (c dlqReplayCmd) Run(s *session, ctx bound) error {
	switch {
	case len(c.Letter) == 0 && !c.All:
		return runner.WrongUse(errors.New("say which: letters as `gpa dlq list` names them, or --all"))
	case len(c.Letter) > 0 && c.All:
		return runner.WrongUse(errors.New("either letters or --all"))
	}
	d, err := s.deadLetters(ctx, c.Stage)
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.list(ctx, letters.Filter{Reason: c.Reason, IDs: c.Letter})
	if err != nil {
		return err
	}
	if missing := absent(c.Letter, all); len(missing) > 0 {
		return fmt.Errorf("no such dead letter: %s", strings.Join(missing, ", "))
	}
	sent, lost, err := c.replay(ctx, d, all)
	if s.json {
		return errors.Join(writeJSON(s.Out, map[string]any{"replayed": sent, "without_record": lost, "dry_run": c.DryRun}), err)
	}
	verb := "replayed"
	if c.DryRun {
		verb = "would be replayed"
	}
	s.printf("%s records %s\n", count(int64(sent)), verb)
	if lost > 0 {
		s.printf("%s letters hold no record and were left\n", count(int64(lost)))
	}
	return err
}

func (c dlqReplayCmd) replay(ctx context.Context, d *deadLetters, all []letters.Letter) (sent, lost int, err error) {
	for _, l := range all {
		if l.Lost {
			lost++
		}
	}
	if c.DryRun {
		return len(all) - lost, lost, nil
	}
	for _, stage := range d.stages {
		chosen := slices.DeleteFunc(slices.Clone(all), func(l letters.Letter) bool { return l.Stage != stage })
		if err := d.reachable(ctx, chosen); err != nil {
			return sent, lost, err
		}
		n, err := letters.Replay(ctx, d, d, d.topic(stage), chosen)
		sent += n
		if err != nil {
			return sent, lost, err
		}
	}
	return sent, lost, nil
}

// absent are the ids that no letter bears.
func absent(ids []string, all []letters.Letter) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.ContainsFunc(all, func(l letters.Letter) bool { return l.ID == id })
	})
}

// deadLetters are the brokers, and the stages whose dead letters are meant.
type deadLetters struct {
	*kafkastream.Broker
	names  schema.Names
	stages []string
}

// deadLetters opens the dead letters of a stage; empty means all stages.
func (s *session) deadLetters(ctx context.Context, stage string) (*deadLetters, error) {
	k, err := s.kafka()
	if err != nil {
		return nil, err
	}
	d := &deadLetters{Broker: k, names: s.config.Names()}
	counts, err := k.Partitions(ctx, d.names)
	if err != nil {
		k.Close()
		return nil, fmt.Errorf("ask for the topics: %w", err)
	}
	var known []string
	for _, t := range schema.Topics {
		name, isDLQ := strings.CutSuffix(string(t.Name), ".dlq.v1")
		if !isDLQ {
			continue
		}
		known = append(known, name)
		if counts[t.Name] > 0 && (stage == "" || stage == name) {
			d.stages = append(d.stages, name)
		}
	}
	switch {
	case stage != "" && !slices.Contains(known, stage):
		err = runner.WrongUse(fmt.Errorf("stage is %q; expected %s", stage, strings.Join(known, ", ")))
	case len(d.stages) == 0:
		err = fmt.Errorf("no topic with dead letters among %s (kafka.topic_prefix, kafka.topics)", d.names)
	}
	if err != nil {
		k.Close()
		return nil, err
	}
	return d, nil
}

func (d *deadLetters) topic(stage string) string { return d.names.Of(schema.DLQ(stage)) }

func (d *deadLetters) list(ctx context.Context, f letters.Filter) ([]letters.Letter, error) {
	var all []letters.Letter
	for _, stage := range d.stages {
		some, err := letters.List(ctx, d, d.topic(stage), f)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// find is a letter with the record that it holds.
func (d *deadLetters) find(ctx context.Context, id string) (letters.Letter, error) {
	var found letters.Letter
	err := letters.Walk(ctx, d, d.topic(d.stages[0]), -1, func(l letters.Letter) (bool, error) {
		if l.ID == id {
			found = l
		}
		return l.ID != id, nil
	})
	if err == nil && found.ID == "" {
		err = fmt.Errorf("no such dead letter: %s", id)
	}
	return found, err
}

// reachable refuses letters whose topic or partition is gone: publishing would wait for it for ever.
func (d *deadLetters) reachable(ctx context.Context, chosen []letters.Letter) error {
	counts := map[string]int{}
	for _, l := range chosen {
		topic, partition := l.Place()
		if _, asked := counts[topic]; !asked && !l.Lost {
			ctx, cancel := context.WithTimeout(ctx, doctorPatience)
			n, err := d.PartitionCount(ctx, topic)
			cancel()
			if err != nil {
				return fmt.Errorf("replay %s: %w", l.ID, err)
			}
			counts[topic] = n
		}
		if !l.Lost && int(partition) >= counts[topic] {
			return fmt.Errorf("replay %s: %s has no partition %d any more", l.ID, topic, partition)
		}
	}
	return nil
}
