package ingest

import (
	"runtime"

	"github.com/gpa-stream/gpa/services/ingest/internal/files"
	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

// clerks is how many of them a Reader has: one for each processor. Pages stay in their order.
func clerks() int { return min(runtime.GOMAXPROCS(0), 8) }

// An entry is a line that was understood, or err. What depends on other lines is not decided yet.
type entry struct {
	raw      raw
	finished finished
	complete bool
	// name and content tell duplicates and contradictions.
	name, content hash16
	err           error
}

// A clerk understands page after page, on a goroutine of its own.
type clerk struct {
	in      *interpreter
	asTurns bool
	missing int64
}

func newClerk(input Input, missing int64) *clerk {
	return &clerk{in: newInterpreter(input.Records), asTurns: input.AsTurns, missing: missing}
}

func (c *clerk) run(work <-chan *page) {
	for p := range work {
		p.entries = make([]entry, len(p.lines))
		for i, line := range p.lines {
			p.entries[i] = c.understand(line)
		}
		close(p.understood)
	}
}

func (c *clerk) understand(line files.Line) (e entry) {
	if line.TooLong {
		return entry{err: tooLarge(c.in.RecordBytes)}
	}
	if e.raw, e.err = c.in.parse(line.Text, ""); e.err != nil {
		return e
	}
	e.complete = e.raw.observation == nil && e.raw.Shape == parse.Whole && !c.asTurns
	if e.finished, e.err = c.in.finish(e.raw, e.complete, c.missing); e.err != nil {
		return e
	}
	e.name, e.content = e.raw.identity(e.finished.value)
	return e
}
