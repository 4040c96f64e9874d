package files_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/gpa-stream/gpa/services/ingest/internal/files"
)

func gzipped(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(s))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstandard(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Write([]byte(s))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func write(t *testing.T, folder, name, content string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFoldersGiveTheirLogFilesInOrder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"b.jsonl", "a/2.json.gz", "a/1.ndjson", "c.LOG.zst", ".hidden.jsonl", ".git/x.jsonl", "README.md", "d.gz"} {
		write(t, folder, name, "123")
	}
	single := write(t, t.TempDir(), "any.name", "12345")
	got, err := files.List([]string{single, folder, "-"})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range got {
		names = append(names, strings.TrimPrefix(f.Name, folder+"/")+":"+strconv.FormatInt(f.Size, 10))
	}
	want := single + ":5 a/1.ndjson:3 a/2.json.gz:3 b.jsonl:3 c.LOG.zst:3 -:0"
	if strings.Join(names, " ") != want {
		t.Errorf("files are %v, want %s", names, want)
	}
	if last := got[len(got)-1]; !last.Once || got[0].Once {
		t.Error("standard input, and nothing else here, can be read only once")
	}
}

func TestMissingInputsAreNamed(t *testing.T) {
	t.Parallel()
	empty := t.TempDir()
	for want, inputs := range map[string][]string{
		"no-such-file": {filepath.Join(empty, "no-such-file")},
		"holds no log": {empty},
		"- is named twice and can be read only once": {"-", "-"},
	} {
		if _, err := files.List(inputs); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("List(%v) error = %v, want %q in it", inputs, err, want)
		}
	}
}

func TestPackedTextIsToldByItsFirstBytes(t *testing.T) {
	t.Parallel()
	const text = "one\ntwo\n"
	for name, stored := range map[string]string{
		"plain": text, "gzip": gzipped(t, text), "two gzips": gzipped(t, "one\n") + gzipped(t, "two\n"), "zstd": zstandard(t, text),
	} {
		var n atomic.Int64
		path := write(t, t.TempDir(), "x", stored)
		for _, f := range []files.File{{Name: path}, {Name: files.Stdin, Once: true}} {
			n.Store(0)
			opened, err := files.Open(f, strings.NewReader(stored), &n)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got, err := io.ReadAll(opened)
			if err := errors.Join(err, opened.Close()); err != nil || string(got) != text {
				t.Errorf("%s from %s reads %q, %v", name, f.Name, got, err)
			}
			if n.Load() != int64(len(stored)) {
				t.Errorf("%s from %s: %d bytes counted, %d are stored", name, f.Name, n.Load(), len(stored))
			}
		}
	}
}

func TestDamagedFilesAreNoticed(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("some text\n", 1000)
	for name, stored := range map[string]string{
		"cut gzip": gzipped(t, text)[:60], "cut zstd": zstandard(t, text)[:20], "no gzip": "\x1f\x8bnonsense",
	} {
		opened, err := files.Open(files.File{Name: write(t, t.TempDir(), "x", stored)}, nil, new(atomic.Int64))
		if err == nil {
			_, err = io.ReadAll(opened)
			_ = opened.Close()
		}
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestEmptyFilesHoldNothing(t *testing.T) {
	t.Parallel()
	opened, err := files.Open(files.File{Name: write(t, t.TempDir(), "x", "")}, nil, new(atomic.Int64))
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if _, err := files.Split(opened.Reader, 10).Next(); !errors.Is(err, io.EOF) {
		t.Errorf("error = %v, want EOF", err)
	}
}

// split writes all lines as NUMBER:TEXT.
func split(t *testing.T, text string, buffer, limit int) string {
	t.Helper()
	lines := files.Split(bufio.NewReaderSize(strings.NewReader(text), buffer), limit)
	var all []string
	for {
		l, err := lines.Next()
		if errors.Is(err, io.EOF) {
			return strings.Join(all, " ")
		}
		if err != nil {
			t.Fatal(err)
		}
		s := strconv.Itoa(l.Number) + ":" + string(l.Text)
		if l.TooLong {
			s += "(too long)"
		}
		all = append(all, s)
	}
}

func TestLinesKeepTheirNumbers(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 100)
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"\n\n", ""},
		{"a", "1:a"},
		{"a\n", "1:a"},
		{"a\r\n\r\n  b\t\r\nc", "1:a 3:b 4:c"},
		{"\ufeffa\n\ufeffb", "1:a 2:\ufeffb"},
		{"\n \na", "3:a"},
		{long + "\na", "1:" + long + " 2:a"},
		{"a\n" + long, "1:a 2:" + long},
		{long + "y\na", "1:(too long) 2:a"},
		{"a\n" + long + long + long, "1:a 2:(too long)"},
		{long + long + "\n" + long + long + "\n\nb", "1:(too long) 2:(too long) 4:b"},
		{"  " + long + "  \na", "1:" + long + " 2:a"},
	} {
		for _, buffer := range []int{16, 64, 4096} {
			if got := split(t, c.text, buffer, 100); got != c.want {
				t.Errorf("%q in a buffer of %d is split into\n%s\nwant\n%s", c.text, buffer, got, c.want)
			}
		}
	}
}

func TestAFailingReadIsNoEnd(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk on fire")
	lines := files.Split(bufio.NewReaderSize(io.MultiReader(strings.NewReader("a\nb"), failing{broken}), 16), 100)
	if l, err := lines.Next(); err != nil || string(l.Text) != "a" {
		t.Fatalf("first line is %q, %v", l.Text, err)
	}
	if _, err := lines.Next(); !errors.Is(err, broken) {
		t.Errorf("error = %v, want %v", err, broken)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzSplit(f *testing.F) {
	f.Add("a\r\n\n b\n\ufeffc", byte(3))
	f.Fuzz(func(t *testing.T, text string, limit byte) {
		got := split(t, text, 16, int(limit))
		var want []string
		for i, line := range strings.Split(text, "\n") {
			if i == 0 {
				line = strings.TrimPrefix(line, "\ufeff")
			}
			trimmed := strings.Trim(line, " \t\r\n")
			switch {
			case len(line) > int(limit): // White space may make it too long, too.
				return
			case trimmed != "":
				want = append(want, strconv.Itoa(i+1)+":"+trimmed)
			}
		}
		if got != strings.Join(want, " ") {
			t.Fatalf("%q is split into %q, want %q", text, got, want)
		}
	})
}
