package ingest

import (
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/gpa-stream/gpa/services/ingest/internal/files"
)

// A page is some lines of one file. err says that reading has failed behind them.
type page struct {
	file  string
	lines []files.Line
	err   error
	// entries are what the lines say; they are there when understood is closed.
	entries    []entry
	understood chan struct{}
}

// A binder unpacks files and splits them into pages, ahead of the clerks who understand them, on a goroutine of its own.
type binder struct {
	limit int
	count *atomic.Int64
	open  map[string]*files.Text // what can be read only once and was looked into: it is open already
	work  chan<- *page
	pages chan<- *page
	stop  <-chan struct{}
}

// run reads all files in order and closes work and pages.
func (b binder) run(all []files.File) {
	defer close(b.pages)
	defer close(b.work)
	for _, f := range all {
		if !b.file(f) {
			break
		}
	}
	closeAll(b.open)
}

// file reads one file; false means that reading is over.
func (b binder) file(f files.File) bool {
	text, isOpen := b.open[f.Name]
	if !isOpen {
		opened, err := files.Open(f, nil, b.count)
		if err != nil {
			b.send(&page{file: f.Name, err: err})
			return false
		}
		defer opened.Close()
		text = opened
	}
	lines := files.Split(text.Reader, b.limit)
	for {
		p := &page{file: f.Name}
		err := p.fill(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			p.err = fmt.Errorf("read %s: %w", f.Name, err)
		}
		if !b.send(p) || p.err != nil {
			return false
		}
		if err != nil {
			return true
		}
	}
}

// send hands a page to the clerks, and to the reader in its turn.
func (b binder) send(p *page) bool {
	p.understood = make(chan struct{})
	for _, to := range []chan<- *page{b.work, b.pages} {
		select {
		case to <- p:
		case <-b.stop:
			return false
		}
	}
	return true
}

// fill takes lines until the page is full.
func (p *page) fill(lines *files.Lines) error {
	const full = 256 << 10
	var text []byte
	for size := 0; size < full; {
		line, err := lines.Next()
		if err != nil {
			return err
		}
		if cap(text)-len(text) < len(line.Text) {
			text = make([]byte, 0, max(full, len(line.Text))) // Lines before keep the text that they have.
		}
		from := len(text)
		text = append(text, line.Text...)
		line.Text = text[from:len(text):len(text)]
		p.lines = append(p.lines, line)
		size += len(line.Text)
	}
	return nil
}

func closeAll(open map[string]*files.Text) {
	for _, t := range open {
		_ = t.Close()
	}
}
