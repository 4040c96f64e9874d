package memo

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
)

// File is a Store in a file of JSON lines, for runs without a database. One process at a time may use it.
type File struct {
	*Memory
	file *os.File
}

// line is an outcome as it stands in the file.
type line struct {
	Input   string    `json:"input"`
	Prompt  string    `json:"prompt"`
	Model   string    `json:"model"`
	Outcome string    `json:"outcome"`
	Answer  string    `json:"answer,omitempty"`
	In      int64     `json:"input_tokens,omitempty"`
	Out     int64     `json:"output_tokens,omitempty"`
	At      time.Time `json:"at"`
}

// OpenFile opens the file, or makes it. A last line that was cut by a crash is taken off: its answer was never used.
func OpenFile(path string, now func() time.Time) (*File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the memo: %w", err)
	}
	m := &File{Memory: NewMemory(now), file: f}
	end, err := m.read(f)
	if err == nil {
		err = f.Truncate(end)
	}
	if err == nil {
		_, err = f.Seek(end, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read the memo %s: %w", path, err), f.Close())
	}
	return m, nil
}

// read takes in whole lines and says where they end.
func (m *File) read(r io.Reader) (end int64, err error) {
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		text, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return end, nil
		}
		if err != nil {
			return 0, err //nolint:wrapcheck // OpenFile says it.
		}
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return 0, fmt.Errorf("line %d: %w", n, err)
		}
		m.record(Key{l.Input, l.Prompt, l.Model}, Outcome{l.Outcome, l.Answer, llm.Usage{Input: l.In, Output: l.Out}}, l.At)
		end += int64(len(text))
	}
}

// Record keeps o unless there is one, in the file first.
func (m *File) Record(_ context.Context, k Key, o Outcome) (Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if held, ok := m.held[k]; ok {
		return held, nil
	}
	at := m.now()
	text, err := json.Marshal(line{k.Input, k.Prompt, k.Model, o.Kind, o.Answer, o.Usage.Input, o.Usage.Output, at.UTC()})
	if err != nil {
		return Outcome{}, fmt.Errorf("encode an outcome: %w", err)
	}
	if _, err := m.file.Write(append(text, '\n')); err != nil {
		return Outcome{}, fmt.Errorf("write the memo: %w", err)
	}
	held := m.record(k, o, at)
	return held, nil
}

// Close closes the file.
func (m *File) Close() error { return m.file.Close() }
