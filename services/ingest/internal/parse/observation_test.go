package parse_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

func describeObservation(o parse.Observation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s by %s in %q: %s %s %v", o.ID, o.User, o.Conversation, o.Intent, strings.TrimPrefix(o.Label.String(), "LABEL_"), o.Confidence)
	fmt.Fprintf(&b, " %v %v at=%s stratum=%s", o.Groups, o.Aspects, clock(o.At), o.Stratum)
	if o.FeedbackType != "" {
		b.WriteString(" as " + o.FeedbackType)
	}
	for _, s := range o.Stated {
		fmt.Fprintf(&b, " %s%+d(%v)", s.GetAspect(), s.GetDirection(), s.GetConfidence())
	}
	for _, w := range o.Warnings {
		b.WriteString("\nwarning: " + w)
	}
	return b.String()
}

var observations = []struct{ line, want string }{
	{
		`{"id":"o1","user":"u17","groups":{"expertise":"expert"},"intent":"code_debugging","stratum":"m1","aspects":["verification","technical_depth","verification"],"label":"SAT","confidence":0.93,"stated":[{"aspect":"length","direction":"less","confidence":0.9}],"conversation_id":"c9","at":"2026-03-01T10:00:00Z"}`,
		`o1 by u17 in "c9": code_debugging SAT 0.93 [{expertise expert}] [technical_depth verification] at=10:00:00 stratum=m1 length-1(0.9)`,
	},
	{`{"id":"o","user":"u"}`, `o by u in "": other UNSPECIFIED 0 [] [] at= stratum=`},
	{`{"id":"o","conversation_id":"c","label":"DSAT"}`, `o by  in "c": other DSAT 0.95 [] [] at= stratum=`},
	{`{"id":"o","user":"u","label":"neutral","confidence":0.9}`, `o by u in "": other NEUTRAL 0 [] [] at= stratum=`},
	{`{"id":"o","user":"u","label":"DSAT","feedback_type":"error_report"}`, `o by u in "": other DSAT 0.95 [] [] at= stratum= as error_report`},
	{`{"id":"o","user":"u","feedback_type":"sulking"}`, "o by u in \"\": other UNSPECIFIED 0 [] [] at= stratum=\nwarning: feedback_type is none that is known"},
	{`{"id":"o","user":"u","label":"SAT","confidence":0.5}`, `o by u in "": other SAT 0.5 [] [] at= stratum=`},
	{`{"id":"o","user":"u","label":"SAT","confidence":0.2}`, "o by u in \"\": other SAT 0.5 [] [] at= stratum=\nwarning: confidence is below 0.5"},
	{`{"id":"o","user":"u","label":"SAT","confidence":1.2}`, "o by u in \"\": other SAT 0.95 [] [] at= stratum=\nwarning: confidence is not from 0.5 to 1"},
	{`{"id":"o","user":"u","label":"SAT","confidence":"high","at":"now"}`, "o by u in \"\": other SAT 0.95 [] [] at= stratum=\nwarning: at is not a time\nwarning: confidence is not from 0.5 to 1"},
	{`{"id":"o","user":"u","aspects":"x","stated":{}}`, "o by u in \"\": other UNSPECIFIED 0 [] [] at= stratum=\nwarning: aspects is not an array\nwarning: stated is not an array"},
	{
		`{"id":"o","user":"u","aspects":[1,"b","","a"],"stated":[{"aspect":"z","direction":"more"},{"aspect":"a","direction":"more","confidence":0.7},{"aspect":"a","direction":"less"},{"aspect":"a","direction":"more","confidence":0.8},{"aspect":"b","direction":"up"},{"direction":"more"},7]}`,
		"o by u in \"\": other UNSPECIFIED 0 [] [a b] at= stratum= a-1(0.95) a+1(0.7) z+1(0.95)\nwarning: aspects[].name is not a string" +
			strings.Repeat("\nwarning: stated[] lacks aspect or direction", 3),
	},
}

func TestObservationsAreRead(t *testing.T) {
	t.Parallel()
	p := parse.New(parse.Options{Limits: limits})
	for _, c := range observations {
		o, err := p.Observation([]byte(c.line))
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		if got := describeObservation(o); got != c.want {
			t.Errorf("%s\nis read as %s\nwant       %s", c.line, got, c.want)
		}
	}
}

func TestBadObservationsAreRefusedInTheUsersWords(t *testing.T) {
	t.Parallel()
	p := parse.New(parse.Options{Limits: limits})
	for line, want := range map[string]string{
		`{"user":"u"}`:                                      `id is missing`,
		`{"id":"","user":"u"}`:                              `id is empty`,
		`{"id":3,"user":"u"}`:                               `id is a number; expected a string`,
		`{"id":"o"}`:                                        `user is missing`,
		`{"id":"o","user":"u","label":"sat"}`:               `label is "sat"; expected SAT, DSAT or neutral`,
		`{"id":"o","user":"u","label":1}`:                   `label is a number; expected SAT, DSAT or neutral`,
		`{"id":"o","user":"u","at":"1969-01-01T00:00:00Z"}`: `at is 1969-01-01T00:00:00Z; expected a year from 2000 to 2100`,
		`[]`:  `the line is an array; expected one JSON object a line`,
		`{"}`: `not JSON: the text ends inside a string at byte 3`,
	} {
		if _, err := p.Observation([]byte(line)); err == nil || err.Error() != want {
			t.Errorf("%s\nerror = %v\nwant    %s", line, err, want)
		}
	}
}

func TestMappedFieldsGroupObservationsToo(t *testing.T) {
	t.Parallel()
	p := parse.New(parse.Options{Limits: limits, Dimensions: map[string]string{"x.team": "team"}})
	o, err := p.Observation([]byte(`{"id":"o","user":"u","x":{"team":"red"}}`))
	if err != nil || fmt.Sprint(o.Groups) != "[{team red}]" {
		t.Errorf("groups are %v, %v", o.Groups, err)
	}
}

func FuzzObservation(f *testing.F) {
	for _, c := range observations {
		f.Add([]byte(c.line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		o, err := parse.New(parse.Options{Limits: limits}).Observation(line)
		if err != nil {
			return
		}
		if o.ID == "" || o.User == "" && o.Conversation == "" || o.Confidence != 0 && (o.Confidence < 0.5 || o.Confidence > 1) {
			t.Fatalf("accepted %q as %s", line, describeObservation(o))
		}
		for i, a := range o.Aspects {
			if i > 0 && o.Aspects[i-1] >= a {
				t.Fatalf("aspects of %q are not sorted: %q", line, o.Aspects)
			}
		}
	})
}
