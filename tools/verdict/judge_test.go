package main

import (
	"regexp"
	"strings"
	"testing"
)

func TestOnlyAGoodRunIsGood(t *testing.T) {
	t.Parallel()
	const pass = `{"Action":"run","Package":"a","Test":"T"}
{"Action":"pass","Package":"a","Test":"T"}
`
	for name, c := range map[string]struct {
		events string
		want   bool
		says   string
	}{
		"all pass":     {pass + `{"Action":"pass","Package":"a","Elapsed":1.25}`, true, "ok    a 1.2s"},
		"nothing":      {"", false, "nothing ran"},
		"only empty":   {`{"Action":"skip","Package":"a"}`, false, "nothing ran"},
		"a test fails": {pass + `{"Action":"output","Package":"a","Test":"U","Output":"want 1\n"}` + "\n" + `{"Action":"fail","Package":"a","Test":"U"}`, false, "want 1"},
		"a package fails, as by a crash": {
			pass + `{"Action":"output","Package":"a","Output":"panic: oh\n"}` + "\n" + `{"Action":"fail","Package":"a"}`,
			false, "panic: oh",
		},
		"a build fails": {
			pass + `{"ImportPath":"b","Action":"build-output","Output":"b.go:1: oh\n"}` + "\n" + `{"ImportPath":"b","Action":"build-fail"}`,
			false, "b does not build",
		},
		"a test is skipped": {
			pass + `{"Action":"output","Package":"a","Test":"U","Output":"no Kafka here\n"}` + "\n" + `{"Action":"skip","Package":"a","Test":"U"}`,
			false, "no Kafka here",
		},
		"a test is skipped as allowed": {
			pass + `{"Action":"output","Package":"a","Test":"U","Output":"needs GPA_DATA\n"}` + "\n" + `{"Action":"skip","Package":"a","Test":"U"}`,
			true, "needs GPA_DATA",
		},
		"a package without tests beside": {pass + `{"Action":"skip","Package":"b"}`, true, "1 tests passed"},
		"words of the go command":        {"go: cannot find main module\n" + pass, true, "cannot find main module"},
	} {
		var out strings.Builder
		got, err := judge(strings.NewReader(c.events), &out, regexp.MustCompile("needs GPA_DATA"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got != c.want || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: got %v, want %v and %q in\n%s", name, got, c.want, c.says, out.String())
		}
	}
}

func TestWithoutAllowanceEverySkipFails(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	events := `{"Action":"pass","Package":"a","Test":"T"}
{"Action":"skip","Package":"a","Test":"U"}`
	if ok, err := judge(strings.NewReader(events), &out, nil); ok || err != nil {
		t.Errorf("got %v, %v; want a bad run", ok, err)
	}
}

func FuzzNoStreamStopsTheVerdict(f *testing.F) {
	f.Add(`{"Action":"output","Output":"%s%d"}`)
	f.Add("{\n\"")
	f.Fuzz(func(t *testing.T, events string) {
		var out strings.Builder
		if _, err := judge(strings.NewReader(events), &out, nil); err != nil {
			t.Error(err)
		}
	})
}
