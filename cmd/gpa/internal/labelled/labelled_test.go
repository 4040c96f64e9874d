package labelled_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/labelled"
	"github.com/gpa-stream/gpa/services/ingest"
)

func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRowsComeFromPlainAndPackedFilesAndStandardInput(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte("b\n"))
	_ = z.Close()
	var got []string
	in := labelled.Input{
		Paths: []string{write(t, "a.jsonl", []byte("a\n\n  \n")), write(t, "b.jsonl.gz", packed.Bytes()), "-"},
		Stdin: strings.NewReader("c"), Bad: func(b ingest.Bad) { t.Errorf("bad row %s", b) },
	}
	err := in.Read(t.Context(), func(file string, row []byte) error {
		got = append(got, labelled.Name(file)+"="+string(row))
		return nil
	})
	if want := []string{"a=a", "b=b", "-=c"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("rows %v, error %v; want %v", got, err, want)
	}
}

func TestABadRowIsNamedAndTheOthersAreRead(t *testing.T) {
	t.Parallel()
	path := write(t, "a.jsonl", []byte("good\n\nbad\ngood\n"))
	var bad []string
	read := 0
	in := labelled.Input{Paths: []string{path}, Bad: func(b ingest.Bad) { bad = append(bad, b.String()) }}
	err := in.Read(t.Context(), func(_ string, row []byte) error {
		if string(row) == "bad" {
			return errors.New("no label")
		}
		read++
		return nil
	})
	if err != nil || read != 2 || len(bad) != 1 || bad[0] != path+":3: no label" {
		t.Errorf("read %d rows, bad %v, error %v; want 2 and line 3", read, bad, err)
	}
}

func TestWhatCannotBeReadAtAllIsAnError(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"open":    filepath.Join(t.TempDir(), "none"),
		"unpack":  write(t, "x.gz", []byte("plain")),
		"longer":  write(t, "long", bytes.Repeat([]byte("x"), 17<<20)),
		"folders": t.TempDir(),
	} {
		in := labelled.Input{Paths: []string{path}, Bad: func(ingest.Bad) {}}
		if err := in.Read(t.Context(), func(string, []byte) error { return nil }); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
