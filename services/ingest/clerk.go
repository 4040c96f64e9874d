package ingest

import (
	"runtime"

	"github.com/gpa-stream/gpa/services/ingest/internal/files"
	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

// clerks is how many of them a Reader has: one for each processor. Pages stay in their order.
func clerks() int { return min(runtime.GOMAXPROCS(0), 8) }

// An entry is a line that was understood, or err. What depends on other lines is not decided yet. It holds nothing of the
// record that is not asked for again.
type entry struct {
	finished           finished
	conversation, user string
	format             string
	warnings           []string
	complete           bool
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
			p.entries[i].err = c.understand(line, &p.entries[i])
		}
		close(p.understood)
	}
}

func (c *clerk) understand(line files.Line, e *entry) error {
	if line.TooLong {
		return tooLarge(c.in.RecordBytes)
	}
	r, err := c.in.parse(line.Text, "")
	if err != nil {
		return err
	}
	e.complete = r.observation == nil && r.Shape == parse.Whole && !c.asTurns
	if e.finished, err = c.in.finish(r, e.complete, c.missing); err != nil {
		return err
	}
	e.conversation, e.user, e.format, e.warnings = r.Conversation, r.User, r.format, r.Warnings
	e.name, e.content = r.identity(e.finished.value)
	return nil
}
