// Package labelled reads files of labelled rows, JSON lines, and says which rows cannot be read.
//
// What a row means is its caller's business.
package labelled

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/gpa-stream/gpa/services/ingest"
)

// maxLine is the longest row.
const maxLine = 16 << 20

// Input says what is read.
type Input struct {
	// Paths of files, gzipped when they end in .gz; "-" is Stdin.
	Paths []string
	Stdin io.Reader
	// Bad is told of each row that cannot be read.
	Bad func(ingest.Bad)
}

// Read hands each row that is not empty to each, with the name of its file. An error of each makes the row a bad one.
func (in Input) Read(ctx context.Context, each func(file string, row []byte) error) error {
	for _, path := range in.Paths {
		if err := in.file(ctx, path, each); err != nil {
			return err
		}
	}
	return nil
}

func (in Input) file(ctx context.Context, path string, each func(string, []byte) error) error {
	if path == "-" {
		return in.rows(ctx, path, in.Stdin, each)
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open labelled rows: %w", err)
	}
	defer f.Close()
	if !strings.HasSuffix(path, ".gz") {
		return in.rows(ctx, path, f, each)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("unpack %s: %w", path, err)
	}
	return in.rows(ctx, path, z, each)
}

func (in Input) rows(ctx context.Context, path string, r io.Reader, each func(string, []byte) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	line := 0
	for s.Scan() {
		line++
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
		row := bytes.TrimSpace(s.Bytes())
		if len(row) == 0 {
			continue
		}
		if err := each(path, row); err != nil {
			in.Bad(ingest.Bad{File: path, Line: line, Reason: err.Error()})
		}
	}
	err := s.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("read %s: line %d is longer than %d MiB", path, line+1, maxLine>>20)
	}
	if err != nil {
		return fmt.Errorf("read %s behind line %d: %w", path, line, err)
	}
	return nil
}

// Name is what rows of a file are called when they do not name their set themselves.
func Name(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), ".gz")
	return strings.TrimSuffix(name, ".jsonl")
}
