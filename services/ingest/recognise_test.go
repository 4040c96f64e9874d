package ingest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/gpa-stream/gpa/services/ingest"
)

func TestRecogniseTellsWhatIsThere(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, lines := range map[string][]string{
		"a.jsonl": {"{", `{"id":"s","conversations":[{"from":"human","value":"x"}]}`},
		"b.jsonl": {`{"conversation_id":"c","user_id":"u","groups":{"plan":"free","age":"old"},"turns":[{"role":"user","content":"a"}]}`, native("d", "x", "10:00:00"), native("e", "x", "09:00:00")},
		"c.jsonl": {""},
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := ingest.Recognise(ingest.Input{Records: records, Paths: []string{folder}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range s.Inputs {
		got = append(got, fmt.Sprintf("%s: %q %d records, %d bad (%s) %v users %t times %t", filepath.Base(i.File), i.Format, i.Records, i.Bad, i.Problem, i.Dimensions, i.Users, i.Times))
	}
	want := `a.jsonl: "sharegpt" 2 records, 1 bad (line 1: not JSON: the text ends where a name should be at byte 1) [] users false times false
b.jsonl: "native" 3 records, 0 bad () [age plan] users true times true
c.jsonl: "" 0 records, 0 bad () [] users false times false`
	if strings.Join(got, "\n") != want {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if !s.First.Equal(clockTime("10:00:00")) || !s.Users || !s.Times || fmt.Sprint(s.Dimensions) != "[age plan]" || s.Bytes == 0 {
		t.Errorf("all in all: %+v", s)
	}
}

func TestLocaleIsADimensionOnlyOnDemand(t *testing.T) {
	t.Parallel()
	path := file(t, "a.jsonl", `{"conversation_id":"c","locale":"fr","turns":[{"role":"user","content":"a"}]}`)
	for on, want := range map[bool]string{false: "[]", true: "[locale]"} {
		s, err := ingest.Recognise(ingest.Input{Records: ingest.Records{Salt: "s", Locale: on}, Paths: []string{path}})
		if err != nil || fmt.Sprint(s.Dimensions) != want {
			t.Errorf("locale %t: dimensions are %v, %v", on, s.Dimensions, err)
		}
	}
}

func TestStandardInputIsLookedIntoAndStillReadWhole(t *testing.T) {
	t.Parallel()
	var lines []string
	for i := range 6000 {
		lines = append(lines, native(strconv.Itoa(i), strings.Repeat("x", 1000), "10:00:00"))
	}
	got := readAll(t, ingest.Input{Paths: []string{"-"}, Stdin: strings.NewReader(strings.Join(lines, "\n"))})
	if got.counts.Conversations != len(lines) || got.counts.Bad > 0 {
		t.Errorf("%+v of %d: %s", got.counts, len(lines), got.problems())
	}
	if s := got.reader.Summary(); s.Inputs[0].Records != 1000 || s.Inputs[0].Format != "native" || s.Bytes != 0 {
		t.Errorf("summary is %+v", s)
	}
}

func TestPipesAreReadOnlyOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("no pipes here: %v", err)
	}
	done := make(chan error, 1)
	go func() {
		done <- os.WriteFile(path, []byte(native("a", "x", "")+"\n"+native("b", "x", "10:00:00")), 0o600)
	}()
	got := readAll(t, ingest.Input{Paths: []string{path}})
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got.counts.Conversations != 2 || got.items[0].Turns().GetTimeUs() != clockTime("10:00:00").UnixMicro() {
		t.Errorf("counts are %+v", got.counts)
	}
}

func TestANamedFormatIsNotGuessed(t *testing.T) {
	t.Parallel()
	in := ingest.Input{Records: ingest.Records{Salt: "s", Format: "sharegpt"}, Paths: []string{file(t, "a.jsonl", native("c", "x", ""))}}
	if got := readAll(t, in); got.problems() != "a.jsonl:1: conversations is missing" {
		t.Errorf("problems are %s", got.problems())
	}
}
