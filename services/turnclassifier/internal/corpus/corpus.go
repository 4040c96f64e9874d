// Package corpus reads labelled data: task dialogues rated by people, own rows of chat reactions, and labelled requests.
//
// It reads from a file system that is handed in, and keeps nothing.
package corpus

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

// Row is a labelled exchange.
type Row struct {
	classify.Input
	Label classify.Label
	// Kind is the feedback type, when it is known.
	Kind string
	// Evidence is the piece of the reaction that carries the label, when it is known.
	Evidence string
	// Lang is the language of the reaction, when it is known.
	Lang string
	// Ratings from 1 to 5, one a person, when there are any.
	Ratings []float64
	// Dataset and Tags group rows when they are measured.
	Dataset string
	Tags    []string
}

// maxLine is the longest line read.
const maxLine = 16 << 20

// lines decodes each line of a file, gzipped when its name says so.
func lines[T any](files fs.FS, name string, each func(T)) error {
	f, err := files.Open(name)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	defer func() { _ = f.Close() }()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return fmt.Errorf("unpack %s: %w", name, err)
		}
		r = z
	}
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	for n := 1; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var v T
		if err := json.Unmarshal(in.Bytes(), &v); err != nil {
			return fmt.Errorf("read %s line %d: %w", name, n, err)
		}
		each(v)
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// values decodes JSON lines that are part of the program; what names a line in an error. A field that is not known is one.
func values[T any](data []byte, what string) (all []T, err error) {
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	for {
		var v T
		if err := in.Decode(&v); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("read %s %d: %w", what, len(all)+1, err)
		}
		all = append(all, v)
	}
}
