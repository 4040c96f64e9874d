package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// An event is one line of `go test -json` (go doc test2json).
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Output     string
	Elapsed    float64
}

type key struct{ pkg, test string }

// A verdict gathers what a run brought.
type verdict struct {
	out     io.Writer
	allowed *regexp.Regexp

	output map[key]*strings.Builder

	passed, failed, skipped, allowedSkips, packages int
}

// judge copies what matters from the events to w, and says whether the run was good.
func judge(r io.Reader, w io.Writer, allowed *regexp.Regexp) (bool, error) {
	v := &verdict{out: w, allowed: allowed, output: make(map[key]*strings.Builder)}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			v.line(line)
		}
		if errors.Is(err, io.EOF) {
			return v.sum(), nil
		}
		if err != nil {
			return false, fmt.Errorf("read test events: %w", err)
		}
	}
}

func (v *verdict) line(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		// The go command itself has spoken, for example about a missing module.
		v.say("%s", line)
		return
	}
	k := key{e.Package, e.Test}
	switch e.Action {
	case "output":
		if v.output[k] == nil {
			v.output[k] = new(strings.Builder)
		}
		v.output[k].WriteString(e.Output)
	case "build-output":
		v.say("%s", e.Output)
	case "build-fail":
		v.failed++
		v.say("FAIL  %s does not build\n", e.ImportPath)
	case "pass", "fail", "skip":
		v.end(k, e)
		delete(v.output, k)
	}
}

func (v *verdict) end(k key, e event) {
	text := ""
	if b := v.output[k]; b != nil {
		text = b.String()
	}
	switch {
	case e.Test == "" && e.Action == "pass":
		v.packages++
		v.say("ok    %s %.1fs\n", e.Package, e.Elapsed)
	case e.Test == "" && e.Action == "skip":
		// A package without tests.
	case e.Test == "":
		v.failed++
		v.say("FAIL  %s %.1fs\n%s", e.Package, e.Elapsed, text)
	case e.Action == "pass":
		v.passed++
	case e.Action == "fail":
		v.failed++
		v.say("--- FAIL: %s %s\n%s", e.Package, e.Test, text)
	case v.allowed != nil && v.allowed.MatchString(text):
		v.allowedSkips++
		v.say("skipped, as allowed: %s %s\n%s", e.Package, e.Test, text)
	default:
		v.skipped++
		v.say("--- SKIP, which counts as a failure: %s %s\n%s", e.Package, e.Test, text)
	}
}

func (v *verdict) sum() bool {
	v.say("%d tests passed in %d packages, %d failed, %d skipped, %d skipped as allowed\n",
		v.passed, v.packages, v.failed, v.skipped, v.allowedSkips)
	if v.passed == 0 {
		v.say("nothing ran\n")
	}
	return v.failed == 0 && v.skipped == 0 && v.passed > 0
}

func (v *verdict) say(format string, args ...any) {
	// Nobody is left to tell when stdout is gone; the exit status still says it.
	_, _ = fmt.Fprintf(v.out, format, args...)
}
