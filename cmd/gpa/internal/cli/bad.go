package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/ingest"
)

// badRecords shows the first few bad records, keeps a thousand for the report, and writes all of them to a file.
type badRecords struct {
	stderr io.Writer
	path   string // of the file of all of them; empty: none is written
	file   *os.File
	to     *bufio.Writer
	first  []present.BadRecord
	n      int
	broken error
}

// shownBad is how many bad records go to standard error.
const shownBad = 5

// newBadRecords writes to bad_records.jsonl in the folder, once there is something to write. An earlier run's goes.
func newBadRecords(stderr io.Writer, f folder) *badRecords {
	b := &badRecords{stderr: stderr}
	if f != "" {
		b.path = filepath.Join(string(f), "bad_records.jsonl")
		_ = os.Remove(b.path)
	}
	return b
}

func (b *badRecords) add(r ingest.Bad) {
	b.n++
	if b.n <= shownBad || b.path == "" {
		_, _ = fmt.Fprintf(b.stderr, "%s (record skipped)\n", present.Line(r.String()))
	}
	if len(b.first) < present.MaxBadRecords {
		b.first = append(b.first, present.BadRecord{File: r.File, Line: int64(r.Line), Reason: r.Reason})
	}
	if b.path == "" || b.broken != nil {
		return
	}
	if b.file == nil {
		if b.file, b.broken = os.Create(b.path); b.broken != nil {
			return
		}
		b.to = bufio.NewWriter(b.file)
	}
	b.broken = json.NewEncoder(b.to).Encode(r)
}

func (b *badRecords) close() {
	if b.file != nil {
		_ = b.to.Flush()
		_ = b.file.Close()
		b.file = nil
	}
}

// err says how many records were bad, if any: the command then ends with exit code 3.
func (b *badRecords) err() error {
	if b.to != nil && b.broken == nil {
		b.broken = b.to.Flush()
	}
	switch {
	case b.broken != nil:
		return fmt.Errorf("write %s: %w", b.path, b.broken)
	case b.n == 0:
		return nil
	case b.path == "":
		return runner.BadRecords(fmt.Errorf("%d bad records were skipped", b.n))
	}
	return runner.BadRecords(fmt.Errorf("%d bad records were skipped; all of them stand in %s", b.n, b.path))
}
