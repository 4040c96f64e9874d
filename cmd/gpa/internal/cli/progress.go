package cli

import (
	"io"
	"os"
	"strconv"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress is a bar of bytes on a terminal, and nothing elsewhere.
type progress struct {
	done chan struct{}
	over chan struct{}
}

// newProgress follows what read says: bytes read, of how many.
func newProgress(w io.Writer, read func() (int64, int64)) *progress {
	p := &progress{done: make(chan struct{}), over: make(chan struct{})}
	_, total := read()
	if !terminal(w) || total == 0 {
		close(p.over)
		return p
	}
	bars := mpb.New(mpb.WithOutput(w), mpb.WithWidth(50))
	bar := bars.AddBar(total,
		mpb.PrependDecorators(decor.CountersKibiByte("% .1f / % .1f")),
		mpb.AppendDecorators(decor.AverageSpeed(decor.SizeB1024(0), "% .1f"), decor.Name("  "), decor.AverageETA(decor.ET_STYLE_GO)),
		mpb.BarRemoveOnComplete())
	go func() {
		defer close(p.over)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				n, _ := read()
				bar.SetCurrent(min(n, total-1))
			case <-p.done:
				bar.Abort(true)
				bars.Wait()
				return
			}
		}
	}()
	return p
}

func (p *progress) stop() {
	close(p.done)
	<-p.over
}

// width is that of the terminal as COLUMNS tells, else 80.
func width(io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n >= 40 {
		return n
	}
	return 80
}
