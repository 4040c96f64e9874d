package parse_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

var limits = parse.Limits{TurnBytes: 1 << 20, Turns: 10_000}

func read(line, format string) (parse.Record, string, error) {
	return parse.New(parse.Options{Limits: limits}).Parse([]byte(line), format)
}

// describe writes a record in words, one line for it and one for each turn and rating.
func describe(r parse.Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", []string{"whole", "single", "exchange"}[r.Shape], r.Conversation)
	for _, x := range [][2]string{{"user", r.User}, {"locale", r.Locale}, {"stratum", r.Stratum}, {"intent", r.Intent}, {"at", clock(r.At)}} {
		if x[1] != "" {
			fmt.Fprintf(&b, " %s=%s", x[0], x[1])
		}
	}
	for _, g := range r.Groups {
		fmt.Fprintf(&b, " group:%s=%s", g.Dimension, g.Value)
	}
	for _, t := range r.Turns {
		fmt.Fprintf(&b, "\n%d %s %q", t.Ordinal, strings.ToLower(strings.TrimPrefix(t.Role.String(), "ROLE_")), t.Content)
		for _, x := range [][2]string{{"at", clock(t.At)}, {"model", t.Model}, {"intent", t.Intent}, {"message", t.Message}} {
			if x[1] != "" {
				fmt.Fprintf(&b, " %s=%s", x[0], x[1])
			}
		}
	}
	for _, f := range r.Feedback {
		fmt.Fprintf(&b, "\n%d %s %q", f.Ordinal, strings.TrimPrefix(f.Label.String(), "LABEL_"), f.Comment)
		if s := clock(f.At); s != "" {
			fmt.Fprintf(&b, " at=%s", s)
		}
	}
	for _, w := range r.Warnings {
		b.WriteString("\nwarning: " + w)
	}
	return b.String()
}

// clock is the time of day; every test happens on 2026-03-01.
func clock(us int64) string {
	if us == parse.NoTime {
		return ""
	}
	t := time.UnixMicro(us).UTC()
	if t.Format(time.DateOnly) != "2026-03-01" {
		return t.Format(time.RFC3339Nano)
	}
	return t.Format("15:04:05.999999")
}

type good struct{ name, line, format, want string }

func (c good) check(t *testing.T) {
	t.Helper()
	rec, format, err := read(c.line, parse.Auto)
	if err != nil {
		t.Fatalf("%s: %v", c.line, err)
	}
	if format != c.format {
		t.Errorf("taken for %s, want %s", format, c.format)
	}
	if got, want := describe(rec), strings.TrimSpace(c.want); got != want {
		t.Errorf("read\n%s\nwant\n%s", got, want)
	}
	forced, _, err := read(c.line, c.format)
	if err != nil || describe(forced) != describe(rec) {
		t.Errorf("named as %s it reads otherwise: %v\n%s", c.format, err, describe(forced))
	}
}

func TestBadRecordsAreRefusedInTheUsersWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ line, want string }{
		{`{"conversation_id":"c","turns":[{"role":"user","content":"a"},{"role":"wizard","content":"b"}]}`, `turns[1].role is "wizard"; expected user, assistant, system, developer or tool`},
		{`{"conversation_id":"c","turns":[{"content":"a"}]}`, `turns[0].role is missing`},
		{`{"conversation_id":"c","turns":[{"role":3,"content":"a"}]}`, `turns[0].role is a number; expected a string`},
		{`{"conversation_id":"c","turns":[{"role":"user"}]}`, `turns[0].content is missing`},
		{`{"conversation_id":"c","turns":[{"role":"user","content":null}]}`, `turns[0].content is null; expected a string`},
		{`{"conversation_id":"c","turns":[{"role":"user","content":["a"]}]}`, `turns[0].content is an array; expected a string`},
		{`{"conversation_id":"c","turns":["hello"]}`, `turns[0] is a string; expected an object`},
		{`{"conversation_id":"c","turns":[]}`, `turns is empty`},
		{`{"conversation_id":"c","turns":{}}`, `turns is an object; expected an array`},
		{`{"conversation_id":"c"}`, `turns is missing`},
		{`{"turns":[{"role":"user","content":"a"}]}`, `conversation_id is missing`},
		{`{"conversation_id":"","turns":[{"role":"user","content":"a"}]}`, `conversation_id is empty`},
		{`{"conversation_id":7,"turns":[{"role":"user","content":"a"}]}`, `conversation_id is a number; expected a string`},
		{`{"conversation_id":"` + strings.Repeat("c", 513) + `","turns":[]}`, `conversation_id has 513 bytes; at most 512 are allowed`},
		{`{"conversation_id":"c","turns":[{"role":"user","content":"a","at":"1999-12-31T23:59:59Z"}]}`, `turns[0].at is 1999-12-31T23:59:59Z; expected a year from 2000 to 2100`},
		{`{"conversation_id":"c","turns":[{"role":"user","content":"a","at":"2101-01-01T00:00:00Z"}]}`, `turns[0].at is 2101-01-01T00:00:00Z; expected a year from 2000 to 2100`},
		{`{"conversation_id":"c","turns":[{"role":"assistant","content":"a"}],"feedback":[{"turn":0,"value":"up","at":"1700-01-01T00:00:00Z"}]}`, `feedback[0].at is 1700-01-01T00:00:00Z; expected a year from 2000 to 2100`},
		{`{"conversation_id":"c","role":"user","content":"a"}`, `index is missing`},
		{`{"conversation_id":"c","index":-1,"role":"user","content":"a"}`, `index is -1; expected a whole number from 0 to 9999`},
		{`{"conversation_id":"c","index":10000,"role":"user","content":"a"}`, `index is 10000; expected a whole number from 0 to 9999`},
		{`{"conversation_id":"c","index":1.5,"role":"user","content":"a"}`, `index is 1.5; expected a whole number from 0 to 9999`},
		{`{"conversation_id":"c","index":"1","role":"user","content":"a"}`, `index is 1; expected a whole number from 0 to 9999`},
		{`{"conversation_id":"c","index":0,"role":"narrator","content":"a"}`, `role is "narrator"; expected user, assistant, system, developer or tool`},
		{`{"messages":[{"role":"critic","content":"a"}]}`, `messages[0].role is "critic"; expected user, assistant, system, developer or tool`},
		{`{"messages":[]}`, `messages is empty`},
		{`{"messages":[{"role":"user"}]}`, `messages[0].content is missing`},
		{`{"messages":[{"role":"user","content":7}]}`, `messages[0].content is a number; expected a string`},
		{`{"request":{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}}`, `nothing new: the messages end with the assistant's and there is no response`},
		{`{"request":{"messages":[{"role":"user","content":"a"}]},"response":{"choices":[{"text":"b"}]}}`, `choices[0].message is missing; expected an object`},
		{`{"id":"x","conversations":[{"from":"martian","value":"a"}]}`, `conversations[0].from is "martian"; expected human, gpt, system, function_call or observation`},
		{`{"id":"x","conversations":[{"from":"gpt"}]}`, `conversations[0].value is missing`},
		{`{"conversation_hash":"","conversation":[{"role":"user","content":"a"}]}`, `conversation_hash is empty`},
		{`{"conversation_id":"c","conversation":[]}`, `conversation is empty`},
		{`{"hello":1,"world":2}`, `format not recognised by its fields (hello, world); known are lmsys, messages, native, openai-chat, sharegpt, wildchat`},
		{`{}`, `format not recognised by its fields (none); known are lmsys, messages, native, openai-chat, sharegpt, wildchat`},
		{`[1]`, `the line is an array; expected one JSON object a line`},
		{`"x"`, `the line is a string; expected one JSON object a line`},
		{`{"a":`, `not JSON: the text ends where a value should be at byte 5`},
		{"{\"conversation_id\":\"\xff\"}", `not valid UTF-8`},
	} {
		_, _, err := read(c.line, parse.Auto)
		if err == nil || err.Error() != c.want {
			t.Errorf("%.120s\nerror = %v\nwant    %s", c.line, err, c.want)
		}
	}
}

func TestUnknownFormatsNameTheKnownOnes(t *testing.T) {
	t.Parallel()
	want := `unknown format "parquet"; known are auto, lmsys, messages, native, openai-chat, sharegpt, wildchat`
	if _, _, err := read(`{"conversation_id":"c"}`, "parquet"); err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
	if err := parse.Known("parquet"); err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
	for _, name := range parse.Formats() {
		if err := parse.Known(name); err != nil {
			t.Errorf("%s is listed and unknown: %v", name, err)
		}
	}
}

func TestLimitsMakeARecordBad(t *testing.T) {
	t.Parallel()
	p := parse.New(parse.Options{Limits: parse.Limits{TurnBytes: 4, Turns: 2}})
	for line, want := range map[string]string{
		`{"conversation_id":"c","turns":[{"role":"user","content":"12345"}]}`:                                                                `turns[0].content has 5 bytes; at most 4 are allowed`,
		`{"conversation_id":"c","turns":[{"role":"user","content":"1234"}]}`:                                                                 ``,
		`{"conversation_id":"c","turns":[{"role":"user","content":"1"},{"role":"user","content":"1"},{"role":"user","content":"1"}]}`:        `turns has 3 turns; at most 2 are allowed`,
		`{"conversation_id":"c","turns":[{"role":"user","content":"1"},{"role":"user","content":"1"}]}`:                                      ``,
		`{"messages":[{"role":"user","content":[{"type":"text","text":"123"},{"type":"text","text":"4"}]}]}`:                                 `messages[0].content has 5 bytes; at most 4 are allowed`,
		`{"messages":[{"role":"user","content":"1"}],"choices":[{"message":{"role":"assistant","content":null,"refusal":"never"}}]}`:         `choices[0].refusal has 5 bytes; at most 4 are allowed`,
		`{"conversations":[{"from":"human","value":"12345"}]}`:                                                                               `conversations[0].value has 5 bytes; at most 4 are allowed`,
		`{"conversation_id":"c","conversation":[{"role":"user","content":"é漢"}]}`:                                                            `conversation[0].content has 5 bytes; at most 4 are allowed`,
		`{"items":[{"from":"user","value":"1"},{"from":"bing","value":"1"},{"from":"user","value":"1"}]}`:                                    `items has 3 turns; at most 2 are allowed`,
		`{"messages":[{"role":"user","content":"1"},{"role":"user","content":"1"},{"role":"user","content":"1"}],"choices":[],"model":"m"}`:  `messages has 3 turns; at most 2 are allowed`,
		`{"conversation_id":"c","conversation":[{"role":"user","content":"1"},{"role":"user","content":"1"},{"role":"user","content":"1"}]}`: `conversation has 3 turns; at most 2 are allowed`,
	} {
		_, _, err := p.Parse([]byte(line), parse.Auto)
		if want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s\nerror = %v, want %q", line, err, want)
		}
	}
}

func TestMappedFieldsBecomeGroups(t *testing.T) {
	t.Parallel()
	p := parse.New(parse.Options{Limits: limits, Dimensions: map[string]string{
		"metadata.team": "team", "tier": "plan", "metadata.beta": "beta", "metadata.none": "none", "metadata.list": "list", "metadata.n": "n",
	}})
	rec, _, err := p.Parse([]byte(`{"metadata":{"team":"red","beta":true,"list":[1],"n":4},"tier":"free","messages":[{"role":"user","content":"a"}]}`), parse.Auto)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(rec.Groups), "[{beta true} {n 4} {team red} {plan free}]"; got != want {
		t.Errorf("groups are %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(rec.Warnings), "[metadata.list is not a string]"; got != want {
		t.Errorf("warnings are %s, want %s", got, want)
	}
}

func TestOnlyFormatsWithoutTimesAreUntimed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"auto": true, "native": true, "openai-chat": true, "messages": true, "wildchat": true, "lmsys": false, "sharegpt": false,
	} {
		if got := parse.Timed(name); got != want {
			t.Errorf("Timed(%s) = %t, want %t", name, got, want)
		}
	}
}

func TestDeepRecordsAreBadAndDoNoHarm(t *testing.T) {
	t.Parallel()
	line := `{"conversation_id":"c","x":` + strings.Repeat("[", 1_000_000) + `}`
	if _, _, err := read(line, parse.Auto); err == nil || !strings.Contains(err.Error(), "deeper than 200") {
		t.Errorf("error = %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range append(nativeCases, otherCases...) {
		f.Add([]byte(c.line), "auto")
		f.Add([]byte(c.line), "native")
	}
	f.Fuzz(func(t *testing.T, line []byte, format string) {
		p := parse.New(parse.Options{Limits: parse.Limits{TurnBytes: 1000, Turns: 20}})
		rec, _, err := p.Parse(line, format)
		if err != nil {
			return
		}
		if rec.Conversation == "" || len(rec.Turns) == 0 || len(rec.Turns) > 21 {
			t.Fatalf("accepted %q as %s", line, describe(rec))
		}
		for _, turn := range rec.Turns {
			if turn.Role == 0 || len(turn.Content) > 1000 || turn.Ordinal < 0 {
				t.Fatalf("accepted %q as %s", line, describe(rec))
			}
		}
		again, _, err := p.Parse(line, format)
		if err != nil || describe(again) != describe(rec) {
			t.Fatalf("%q reads differently the second time: %v", line, err)
		}
	})
}
