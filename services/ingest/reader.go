package ingest

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/gpa-stream/gpa/services/ingest/internal/files"
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
	summary Summary
	missing int64 // time of records that have none
	read    atomic.Int64

	pages    chan *page
	stop     chan struct{}
	finished sync.WaitGroup
	page     *page // what is in hand, from its line next on
	next     int

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
		input: input, seen: newSeen(), warnings: map[string]int{}, page: &page{},
		pages: make(chan *page, clerks()), stop: make(chan struct{}),
	}
	found, open, err := recognise(input, &r.read)
	if err != nil {
		closeAll(open)
		return nil, err
	}
	r.summary = found
	r.missing = found.missing()
	work := make(chan *page)
	for range clerks() {
		c := newClerk(input, r.missing)
		r.finished.Go(func() { c.run(work) })
	}
	b := binder{limit: input.withDefaults().RecordBytes, count: &r.read, open: open, work: work, pages: r.pages, stop: r.stop}
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
		if r.next == len(r.page.lines) {
			if err := r.turn(ctx); err != nil {
				return Item{}, err
			}
			continue
		}
		line, e := r.page.lines[r.next], &r.page.entries[r.next]
		r.next++
		r.counts.Records++
		err := e.err
		if err == nil {
			err = r.seen.check(e.name, e.content, r.page.file, line.Number)
		}
		switch {
		case errors.Is(err, errDuplicate):
			r.counts.Duplicates++
		case err != nil:
			r.counts.Bad++
			if r.input.Bad != nil {
				r.input.Bad(Bad{File: r.page.file, Line: line.Number, Reason: err.Error()})
			}
		default:
			return r.item(line, e), nil
		}
	}
}

func (r *Reader) item(line files.Line, e *entry) Item {
	item := Item{
		File: r.page.file, Line: line.Number, Text: line.Text, Format: e.format, Complete: e.complete,
		Conversation: e.conversation, User: e.user, finished: e.finished, missing: r.missing,
	}
	for what, n := range tally(e.warnings) {
		r.warnings[what] += n
	}
	r.counts.Conversations++
	r.counts.Turns += item.turns()
	return item
}

// turn takes the next page in hand, once it is understood.
func (r *Reader) turn(ctx context.Context) error {
	if r.page.err != nil {
		return r.page.err
	}
	select {
	case p, more := <-r.pages:
		if !more {
			return io.EOF
		}
		r.page, r.next = p, 0
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	<-r.page.understood
	return nil
}

var errDuplicate = errors.New("duplicate")

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
