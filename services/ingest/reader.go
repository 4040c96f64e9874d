package ingest

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/gpa-stream/gpa/services/ingest/internal/files"
	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

// Input says which files are read, and how.
type Input struct {
	Records
	// Paths are files, folders (all log files below them, sorted) and - for Stdin.
	Paths []string
	// Stdin is standard input; it may be nil when no path is -.
	Stdin io.Reader
	// AsTurns leaves whole conversations unmarked, so that their exchanges are decided within the window.
	AsTurns bool
	// Bad is told of every record that cannot be used, within Next. It may be nil.
	Bad func(Bad)
}

// Counts are what a Reader has met: Records = Conversations + Bad + Duplicates. Of observations each counts as a
// conversation.
type Counts struct {
	Records, Conversations, Turns, Bad, Duplicates int
}

// A Reader reads log files record by record, in order, each conversation once. It is not for two goroutines.
type Reader struct {
	input   Input
	in      *interpreter
	summary Summary
	missing int64 // time of records that have none
	read    atomic.Int64

	pages    chan page
	stop     chan struct{}
	finished sync.WaitGroup
	page     page // the rest of what is in hand

	seen     seen
	counts   Counts
	warnings map[string]int
}

// Open looks into every input, as Recognise does, and begins to read. Close must be called.
func Open(input Input) (*Reader, error) {
	if err := input.Validate(); err != nil {
		return nil, err
	}
	r := &Reader{
		input: input, in: newInterpreter(input.Records), seen: newSeen(), warnings: map[string]int{},
		pages: make(chan page, 2), stop: make(chan struct{}),
	}
	found, open, err := recognise(input, &r.read)
	if err != nil {
		closeAll(open)
		return nil, err
	}
	r.summary = found
	r.missing = found.missing()
	b := binder{limit: r.in.RecordBytes, count: &r.read, open: open, pages: r.pages, stop: r.stop}
	r.finished.Go(func() { b.run(found.files) })
	return r, nil
}

// Close ends the reading and frees what is open.
func (r *Reader) Close() error {
	select {
	case <-r.stop:
	default:
		close(r.stop)
	}
	for range r.pages {
	}
	r.finished.Wait()
	return nil
}

// Next is the next record that is good and new. io.EOF says that there is none.
func (r *Reader) Next(ctx context.Context) (Item, error) {
	for {
		if len(r.page.lines) == 0 {
			if err := r.turn(ctx); err != nil {
				return Item{}, err
			}
			continue
		}
		line := r.page.lines[0]
		r.page.lines = r.page.lines[1:]
		r.counts.Records++
		item, err := r.record(line)
		switch {
		case errors.Is(err, errDuplicate):
			r.counts.Duplicates++
		case err != nil:
			r.counts.Bad++
			if r.input.Bad != nil {
				r.input.Bad(Bad{File: r.page.file, Line: line.Number, Reason: err.Error()})
			}
		default:
			r.counts.Conversations++
			r.counts.Turns += item.turns()
			return item, nil
		}
	}
}

// turn takes the next page in hand.
func (r *Reader) turn(ctx context.Context) error {
	if r.page.err != nil {
		return r.page.err
	}
	select {
	case p, more := <-r.pages:
		if !more {
			return io.EOF
		}
		r.page = p
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

var errDuplicate = errors.New("duplicate")

func (r *Reader) record(line files.Line) (Item, error) {
	if line.TooLong {
		return Item{}, tooLarge(r.in.RecordBytes)
	}
	rec, err := r.in.parse(line.Text, "")
	if err != nil {
		return Item{}, err
	}
	complete := rec.observation == nil && rec.Shape == parse.Whole && !r.input.AsTurns
	f, err := r.in.finish(rec, complete, r.missing)
	if err != nil {
		return Item{}, err
	}
	if err := r.seen.check(rec, f.value, r.page.file, line.Number); err != nil {
		return Item{}, err
	}
	for what, n := range tally(rec.Warnings) {
		r.warnings[what] += n
	}
	return Item{
		File: r.page.file, Line: line.Number, Text: line.Text, Format: rec.format, Complete: complete,
		Conversation: rec.Conversation, User: rec.User, finished: f, missing: r.missing,
	}, nil
}

// Summary is what was found when the reader was opened.
func (r *Reader) Summary() Summary { return r.summary }

// Counts are those of all that Next has gone through.
func (r *Reader) Counts() Counts { return r.counts }

// Warnings count the optional fields that were dropped from good records, by what was wrong, e.g. "turns[].at is not a
// time".
func (r *Reader) Warnings() map[string]int { return r.warnings }

// Progress is how many bytes of the files, as stored, have been read, of how many. The second is 0 when a size is not
// known. It may be asked from any goroutine.
func (r *Reader) Progress() (read, total int64) { return r.read.Load(), r.summary.Bytes }
