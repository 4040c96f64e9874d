package cli

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
)

// figures are what the stages have done so far.
type figures struct {
	ingested, exchanges, observations, dead int64
	days                                    int
}

// screen shows a running demo: redrawn in place on a terminal, a line a simulated day elsewhere.
type screen struct {
	out     io.Writer
	inPlace bool
	quiet   bool
	lines   int // drawn last
	today   atomic.Int64
	shown   int64
}

func newScreen(w io.Writer, quiet bool) *screen {
	return &screen{out: w, inPlace: terminal(w), quiet: quiet}
}

// day tells how far the simulated time has come.
func (s *screen) day(d time.Duration) { s.today.Store(int64(d / (24 * time.Hour))) }

func (s *screen) draw(f figures, r present.Results, line string) {
	if s.quiet {
		return
	}
	today := min(s.today.Load()+1, int64(f.days))
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	head := fmt.Sprintf("day %d of %d · ingest ▸ %s records   classify ▸ %s   extract ▸ %s   rules ▸ %d   dead letters %d · %d MB",
		today, f.days, count(f.ingested), count(f.exchanges), count(f.observations), live(r), f.dead, mem.Sys>>20)
	if !s.inPlace {
		if today != s.shown {
			s.shown = today
			_, _ = fmt.Fprintln(s.out, head)
		}
		return
	}
	var b bytes.Buffer
	b.WriteString("GPA Stream demo · a made-up chat platform; broker and database run inside this process · ctrl-c ends it\n\n")
	b.WriteString("  " + head + "\n\n")
	_ = present.Cards(&b, width(s.out), true, r)
	b.WriteString("\n  " + line + "\n")
	s.clear()
	s.lines = strings.Count(b.String(), "\n")
	_, _ = s.out.Write(b.Bytes())
}

func live(r present.Results) int {
	n := 0
	for _, x := range r.Rules.Rules {
		if x.Live() {
			n++
		}
	}
	return n
}

// clear takes the last drawing away.
func (s *screen) clear() {
	if s.inPlace && s.lines > 0 {
		_, _ = fmt.Fprintf(s.out, "\x1b[%dA\x1b[J", s.lines)
	}
	s.lines = 0
}
