package evaluate

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"testing/fstest"
)

func packed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTextsAreFoundByTheirPlace(t *testing.T) {
	t.Parallel()
	texts := TextsIn(fstest.MapFS{
		"chats/a.jsonl.gz": {Data: packed(t, `{"id":"c1","conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"yes"},{"from":"gpt","value":"no"}]}`+"\n")},
		"single.jsonl":     {Data: []byte(`{"session_id":"s","model":"m","response":"r"}` + "\n" + `{"session_id":"s","model":"n","response":"x"}`)},
		"broken.jsonl":     {Data: []byte("{\n")},
	})
	for _, c := range []struct {
		at                     Place
		prompt, response, fail string
	}{
		{at: Place{File: "chats/a.jsonl.gz", ID: "c1", Turn: 1, SHA256: "8a798890fe93"}, prompt: "q", response: "yes"},
		{at: Place{File: "chats/a.jsonl.gz", ID: "c1", Turn: 2}, response: "no"},
		{at: Place{File: "single.jsonl", ID: "s/n"}, response: "x"},
		{at: Place{File: "chats/a.jsonl.gz", ID: "c1", Turn: 1, SHA256: "00"}, fail: "not the text that was labelled"},
		{at: Place{File: "chats/a.jsonl.gz", ID: "c1", Turn: 3}, fail: "has no c1, turn 3"},
		{at: Place{File: "single.jsonl", ID: "s/o"}, fail: "has no s/o"},
		{at: Place{File: "missing.jsonl"}, fail: "missing.jsonl"},
		{at: Place{File: "broken.jsonl"}, fail: "broken.jsonl"},
	} {
		r := Row{At: &c.at}
		err := texts.Fill(&r)
		switch {
		case c.fail == "" && (err != nil || r.Prompt != c.prompt || r.Response != c.response):
			t.Errorf("%v: prompt %q, response %q, %v", c.at, r.Prompt, r.Response, err)
		case c.fail != "" && (err == nil || !strings.Contains(err.Error(), c.fail)):
			t.Errorf("%v: %v, want an error with %q", c.at, err, c.fail)
		}
	}
	at := Place{File: "chats/a.jsonl.gz", ID: "c1", Turn: 1}
	if r := (Row{At: &at, Wishes: []Wish{}}); texts.Fill(&r) != nil || len(r.Reaction) != 1 || r.Reaction[0] != "no" {
		t.Errorf("the reaction is %q, want what stands behind the answer", r.Reaction)
	}
	at.Reaction = "00"
	if err := texts.Fill(&Row{At: &at, Wishes: []Wish{}}); err == nil || !strings.Contains(err.Error(), "not the reaction") {
		t.Errorf("another reaction: %v", err)
	}
	if r := (Row{Response: "kept"}); texts.Fill(&r) != nil || r.Response != "kept" {
		t.Errorf("a row with its text became %+v", r)
	}
}

func TestTheShortFormSaysWhatAnAnswerLacks(t *testing.T) {
	t.Parallel()
	r, err := Parse([]byte(`{"at":{"file":"f","id":"i","turn":3},"has":["length"],"of":["length","example","table"],"unsure":["table"]}`),
		func(string) bool { return true })
	if err != nil || len(r.Aspects) != 2 || !r.Aspects["length"] || r.Aspects["example"] || r.At == nil || r.At.Turn != 3 {
		t.Errorf("read %+v, %v; want length, no example and nothing of table", r, err)
	}
	if r, err = Parse([]byte(`{"response":"r","has":[]}`), func(string) bool { return true }); err != nil || len(r.Aspects) < 20 || r.Aspects["length"] {
		t.Errorf("an answer with nothing: %v, %v; want every aspect missing", r.Aspects, err)
	}
	for line, want := range map[string]string{
		`{"response":"r","has":["size"]}`:                           `no aspect "size"`,
		`{"response":"r","has":["length"],"aspects":{}}`:            "one of them",
		`{"response":"r","has":["length"],"of":["example"]}`:        `not in "of"`,
		`{"response":"r","has":["length"],"unsure":["length"]}`:     `cannot stand`,
		`{"response":"r","has":[],"of":["length"],"unsure":["ox"]}`: `cannot stand`,
	} {
		if _, err := Parse([]byte(line), known); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", line, err, want)
		}
	}
}
