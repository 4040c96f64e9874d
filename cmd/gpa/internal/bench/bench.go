package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// Options say what is measured, and with what.
type Options struct {
	// Command is the built command gpa, Self this program.
	Command, Self string
	// Libs is the folder of Apache Kafka's jars; empty takes the embedded broker.
	Libs string
	// Conversations is how long the log is.
	Conversations int
	// Python runs Peer, the pipeline in Python, which learns from Rows; without Python it is left out.
	Python, Peer, Rows string
	// Only names the parts to measure: throughput, scaling, latency, peer; none means all of them.
	Only []string
	// Load is how many turns a second are sent while latency is measured; 0 is half of what went through just before.
	Load float64
	// Progress hears of each figure when it is there.
	Progress io.Writer
}

// bench is one run.
type bench struct {
	Options
	place *place
	log   *log
}

// Figures are all that one run has measured.
type Figures struct {
	Broker                      string `json:"broker"`
	Conversations, Turns, Bytes int
	// Yardstick hands turns on one by one, Whole a conversation a record.
	Yardstick Figure `json:"yardstick"`
	Whole     Figure `json:"whole"`
	// Alone are the stages, each by itself.
	Alone []Figure `json:"alone"`
	// Together are all stages through the broker, Chained in memory.
	Together Figure   `json:"together"`
	Chained  Figure   `json:"chained"`
	Scaling  []Figure `json:"scaling"`
	// Python is the peer, Judging the stages that do its work; empty when it was left out.
	Python    Figure    `json:"python"`
	Judging   Figure    `json:"judging"`
	Latencies []Latency `json:"latencies"`
	// Load is how many turns a second went through while latency was measured.
	Load float64 `json:"load"`
}

// Run measures everything.
func Run(ctx context.Context, o Options) (out Figures, err error) {
	for _, path := range []*string{&o.Command, &o.Libs, &o.Python, &o.Peer, &o.Rows} {
		if *path == "" {
			continue
		}
		if *path, err = filepath.Abs(*path); err != nil {
			return out, fmt.Errorf("find %s: %w", *path, err)
		}
	}
	dir, err := os.MkdirTemp("", "gpa-bench-")
	if err != nil {
		return out, fmt.Errorf("make a folder for what is measured: %w", err)
	}
	defer func() {
		if err == nil {
			err = os.RemoveAll(dir)
		}
	}()
	b := &bench{Options: o}
	if b.log, err = writeLog(ctx, dir, o.Conversations); err != nil {
		return out, err
	}
	if b.place, err = openPlace(ctx, dir, o.Libs); err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, b.place.Close()) }()
	out.Broker = "the embedded broker"
	if o.Libs != "" {
		out.Broker = "Apache Kafka"
	}
	out.Conversations, out.Turns, out.Bytes = o.Conversations, b.log.turns, b.log.bytes
	return out, b.run(ctx, &out)
}

func (b *bench) run(ctx context.Context, out *Figures) (err error) {
	if b.wants("throughput") {
		if err := b.throughput(ctx, out); err != nil {
			return err
		}
	}
	if b.wants("scaling") {
		if out.Scaling, err = b.scaling(ctx); err != nil {
			return err
		}
	}
	if b.wants("latency") {
		// Without a throughput, a load that any machine bears.
		out.Load = cmp.Or(b.Load, out.Together.Rate()/2, 5000)
		if out.Latencies, err = b.latency(ctx, out.Load); err != nil {
			return err
		}
	}
	if b.Python != "" && b.wants("peer") {
		out.Python, out.Judging, err = b.peer(ctx)
	}
	return err
}

func (b *bench) wants(part string) bool { return len(b.Only) == 0 || slices.Contains(b.Only, part) }

// throughput measures how much passes through: the yardstick before the others and once more behind them, for a machine
// that others use is not equally quick all the time, and the median of all its rounds counts.
func (b *bench) throughput(ctx context.Context, out *Figures) error {
	before, err := b.yardstick(ctx, "yardstick")
	if err != nil {
		return err
	}
	err = b.within(ctx, "alone", b.log, func(s *space) error {
		if out.Whole, err = b.handOn(ctx, s, "kafka-go hands on, a conversation a record", s.env.Config.RawTopics()[0], "handon"); err != nil {
			return err
		}
		b.say(out.Whole)
		out.Alone, err = b.stages(ctx, s)
		return err
	})
	if err != nil {
		return err
	}
	err = b.within(ctx, "together", b.log, func(s *space) error {
		out.Together, err = b.together(ctx, s, "all five through the broker, one process", 1)
		return err
	})
	if err != nil {
		return err
	}
	b.say(out.Together)
	if out.Chained, err = b.chained(ctx); err != nil {
		return err
	}
	b.say(out.Chained)
	after, err := b.yardstick(ctx, "again")
	if err != nil {
		return err
	}
	out.Yardstick = median(append(before, after...))
	return nil
}

// rounds is how often the yardstick is taken at a time, after one that only warms up.
const rounds = 5

// yardstick measures how kafka-go hands on the turns of the log, each a record of its own.
func (b *bench) yardstick(ctx context.Context, name string) (all []Figure, err error) {
	s, err := b.place.space(ctx, name, nil)
	if err != nil {
		return nil, err
	}
	in := s.env.Config.Group("single")
	if err := b.fillTurns(ctx, s, in); err != nil {
		return nil, err
	}
	for i := range 1 + rounds {
		f, err := b.handOn(ctx, s, "kafka-go hands on, a turn a record", in, "handon"+strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		if i > 0 {
			all = append(all, f)
		}
	}
	b.say(median(all))
	return all, errors.Join(dropTopics(ctx, s, in), s.drop(ctx))
}

// median is the figure with the middle rate.
func median(all []Figure) Figure {
	slices.SortFunc(all, func(a, b Figure) int { return cmp.Compare(a.Rate(), b.Rate()) })
	return all[len(all)/2]
}

// within makes a namespace, fills its raw topic with a log, and drops it afterwards.
func (b *bench) within(ctx context.Context, name string, l *log, f func(*space) error) error {
	s, err := b.place.space(ctx, name, nil)
	if err != nil {
		return err
	}
	if err := s.fill(ctx, l); err != nil {
		return errors.Join(err, s.drop(ctx))
	}
	return errors.Join(f(s), s.drop(ctx))
}

// say tells of a figure.
func (b *bench) say(f Figure) {
	if f.Took > 0 {
		fmt.Fprintf(b.Progress, "bench: %s: %.0f turns/s in %.1f s\n", f.Name, f.Rate(), f.Took.Seconds())
	}
}
