package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"time"

	"github.com/gpa-stream/gpa/services/ingest/internal/files"
	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

// A Summary is what a look at the beginning of each input shows.
type Summary struct {
	Inputs []InputSummary
	// Bytes is the size of all inputs as stored, 0 when one is not known.
	Bytes int64
	// Dimensions are the group dimensions met, sorted.
	Dimensions []string
	// Users and Times say whether any record names its user or a time.
	Users, Times bool
	// First is the time of the first timed record of the input, zero without one. It is found wherever it stands in a
	// file, and in standard input when it is among the first 4 MiB.
	First time.Time

	files []files.File
}

// An InputSummary is what the first thousand records of a file show.
type InputSummary struct {
	File string
	// Format is that of the first good record; empty without one.
	Format string
	// Records were looked at, Bad of them cannot be used; Problem says what is wrong with the first of these.
	Records, Bad int
	Problem      string
	Dimensions   []string
	Users, Times bool
}

// peekRecords is how many records of a file are looked at.
const peekRecords = 1000

// Recognise looks at the beginning of each input. Standard input is read by it, up to 4 MiB; use Open to read on.
func Recognise(input Input) (Summary, error) {
	if err := input.Validate(); err != nil {
		return Summary{}, err
	}
	var ignored atomic.Int64
	s, open, err := recognise(input, &ignored)
	closeAll(open)
	return s, err
}

// insert adds a name to a sorted list that holds each once.
func insert(sorted []string, name string) []string {
	i, met := slices.BinarySearch(sorted, name)
	if met {
		return sorted
	}
	return slices.Insert(sorted, i, name)
}

// missing is the time of records without one.
func (s Summary) missing() int64 {
	if s.First.IsZero() {
		return 0
	}
	return s.First.UnixMicro()
}

// recognise leaves open what can be read only once, for whoever reads on; what was read of that is added to count.
func recognise(input Input, count *atomic.Int64) (s Summary, open map[string]*files.Text, err error) {
	s.files, err = files.List(input.Paths)
	if err != nil {
		return s, nil, fmt.Errorf("find inputs: %w", err)
	}
	open = map[string]*files.Text{}
	look := looker{in: newInterpreter(input.Records), summary: &s}
	sized := true
	for _, f := range s.files {
		sized = sized && !f.Once
		s.Bytes += f.Size
		once := count
		if !f.Once {
			once = new(atomic.Int64)
		}
		text, err := files.Open(f, input.Stdin, once)
		if err != nil {
			return s, open, fmt.Errorf("look into inputs: %w", err)
		}
		if f.Once {
			open[f.Name] = text
			start, _ := text.Peek(files.PeekBytes)
			err = look.into(f.Name, bufio.NewReader(bytes.NewReader(wholeLines(start))))
		} else {
			err = errors.Join(look.into(f.Name, text.Reader), text.Close())
		}
		if err != nil {
			return s, open, fmt.Errorf("look into %s: %w", f.Name, err)
		}
	}
	if !sized {
		s.Bytes = 0
	}
	return s, open, nil
}

// wholeLines leaves out a line that the end of a full buffer has cut.
func wholeLines(b []byte) []byte {
	if len(b) < files.PeekBytes {
		return b
	}
	return b[:bytes.LastIndexByte(b, '\n')+1]
}

// A looker adds up what records show.
type looker struct {
	in      *interpreter
	summary *Summary
}

func (l looker) into(name string, text *bufio.Reader) error {
	sum := InputSummary{File: name}
	lines := files.Split(text, l.in.RecordBytes)
	for sum.Records < peekRecords || l.wantsTime(sum) {
		line, err := lines.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if sum.Records >= peekRecords {
			l.time(line)
			continue
		}
		sum.Records++
		l.record(line, &sum)
	}
	s := l.summary
	s.Inputs = append(s.Inputs, sum)
	s.Users, s.Times = s.Users || sum.Users, s.Times || sum.Times
	for _, d := range sum.Dimensions {
		s.Dimensions = insert(s.Dimensions, d)
	}
	return nil
}

// wantsTime says whether the rest of the file is worth a search for the first time of the input.
func (l looker) wantsTime(sum InputSummary) bool {
	return l.summary.First.IsZero() && (sum.Format == "" || parse.Timed(sum.Format))
}

func (l looker) record(line files.Line, sum *InputSummary) {
	rec, err := l.in.parse(line.Text, "")
	if line.TooLong {
		err = tooLarge(l.in.RecordBytes)
	}
	if err != nil {
		if sum.Bad++; sum.Problem == "" {
			sum.Problem = fmt.Sprintf("line %d: %v", line.Number, err)
		}
		return
	}
	sum.Format = orElse(sum.Format, rec.format)
	sum.Users = sum.Users || rec.User != ""
	for _, d := range l.in.stamp.Dimensions(rec.Record) {
		sum.Dimensions = insert(sum.Dimensions, d)
	}
	if us, ok := rec.time(); ok {
		sum.Times = true
		l.first(us)
	}
}

func (l looker) first(us int64) {
	if l.summary.First.IsZero() {
		l.summary.First = time.UnixMicro(us).UTC()
	}
}

// time looks for a time behind the records that were parsed, cheaply.
func (l looker) time(line files.Line) {
	for _, name := range []string{`"at"`, `"timestamp"`, `"created`} {
		if !bytes.Contains(line.Text, []byte(name)) {
			continue
		}
		if rec, err := l.in.parse(line.Text, ""); err == nil {
			if us, ok := rec.time(); ok {
				l.first(us)
				l.summary.Times = true
			}
		}
		return
	}
}
