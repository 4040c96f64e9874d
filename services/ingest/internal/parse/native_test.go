package parse_test

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

var nativeCases = []good{
	{"all fields", `{"conversation_id":"c1","user_id":"u1","groups":{"expertise":"novice","plan":"free"},"locale":"en-GB","stratum":"model-a","intent":"code_debugging",
 "turns":[{"role":"user","content":"why?","at":"2026-03-01T10:00:00Z","intent":"chat"},{"role":"assistant","content":"because","at":"2026-03-01T11:00:05.25+01:00","model":"model-a","intent":"x"},{"role":"user","content":"thanks, works"}],
 "feedback":[{"turn":1,"value":"up","comment":"nice","at":"2026-03-01T10:01:00Z"},{"turn":1,"rating":2,"scale":5}]}`, "native", `
whole c1 user=u1 locale=en-GB stratum=model-a intent=code_debugging group:expertise=novice group:plan=free
0 user "why?" at=10:00:00 intent=chat
1 assistant "because" at=10:00:05.25 model=model-a
2 user "thanks, works"
1 SAT "nice" at=10:01:00
1 DSAT ""`},
	{"only what is required", `{"conversation_id":"c","turns":[{"role":"system","content":""},{"role":"developer","content":"b"},{"role":"tool","content":"c"}]}`, "native", `
whole c
0 system ""
1 developer "b"
2 tool "c"`},
	{"null stands for missing", `{"conversation_id":"c","user_id":null,"groups":null,"locale":null,"feedback":null,"turns":[{"role":"user","content":"a","at":null,"model":null}]}`, "native", `
whole c
0 user "a"`},
	{"wrong types are dropped", `{"conversation_id":"c","user_id":5,"groups":{"a":1,"b":"x","c":null,"":"y","d":""},"locale":["en"],"stratum":{},"intent":true,"feedback":"good","turns":[{"role":"assistant","content":"a","at":17,"model":3}]}`, "native", `
whole c group:b=x
0 assistant "a"
warning: user_id is not a string
warning: groups.* is not a string
warning: groups has a dimension that is not a name
warning: locale is not a string
warning: stratum is not a string
warning: intent is not a string
warning: turns[].at is not a time
warning: turns[].model is not a string
warning: feedback is not an array`},
	{"groups that are none", `{"conversation_id":"c","groups":["novice"],"turns":[{"role":"user","content":"a"}]}`, "native", `
whole c
0 user "a"
warning: groups is not an object`},
	{"names with control characters", `{"conversation_id":"c","user_id":"a\u0000b","groups":{"x\n":"y"},"turns":[{"role":"user","content":"a\u0000b"}]}`, "native", `
whole c
0 user "a\x00b"
warning: user_id is not a name
warning: groups has a dimension that is not a name`},
	{"unreadable times", `{"conversation_id":"c","turns":[{"role":"user","content":"a","at":"yesterday"},{"role":"user","content":"b","at":""},{"role":"user","content":"c","at":"1970-01-01T00:00:00Z"}]}`, "native", `
whole c
0 user "a"
1 user "b"
2 user "c" at=1970-01-01T00:00:00Z
warning: turns[].at is not a time
warning: turns[].at is not a time`},
	{"other ways to write a time", `{"conversation_id":"c","turns":[{"role":"user","content":"a","at":"2026-03-01 10:00:00"},{"role":"user","content":"b","at":"2026-03-01 10:00:00.5+00:00"},{"role":"user","content":"c","at":"2026-03-01T10:00:00.000001"},{"role":"user","content":"d","at":"2026-03-01"}]}`, "native", `
whole c
0 user "a" at=10:00:00
1 user "b" at=10:00:00.5
2 user "c" at=10:00:00.000001
3 user "d" at=00:00:00`},
	{"a lone surrogate", `{"conversation_id":"c","turns":[{"role":"user","content":"\ud83d \ud83d\ude00"}]}`, "native", "whole c\n0 user \"\ufffd 😀\""},
	{"the last of two fields holds", `{"conversation_id":"c","conversation_id":"d","turns":[],"turns":[{"role":"user","content":"a"}]}`, "native", `
whole d
0 user "a"`},
	{"unknown fields are ignored", `{"x":{"y":[1,2,{"z":null}]},"conversation_id":"c","turns":[{"role":"user","content":"a","extra":[[]]}],"y":1e400}`, "native", `
whole c
0 user "a"`},
	{"one turn a line", `{"conversation_id":"c","index":3,"role":"user","content":"a","at":"2026-03-01T10:00:00Z","user_id":"u","groups":{"g":"1"},"intent":"chat"}`, "native", `
single c user=u intent=chat group:g=1
3 user "a" at=10:00:00 intent=chat`},
	{"one turn a line, rated", `{"conversation_id":"c","index":1,"role":"assistant","content":"a","model":"m","feedback":[{"turn":1,"value":"down"},{"turn":3,"value":"up"}]}`, "native", `
single c
1 assistant "a" model=m
1 DSAT ""
3 SAT ""`},
}

func TestNativeRecordsAreReadWhole(t *testing.T) {
	t.Parallel()
	for _, c := range nativeCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

func TestRatingsBecomeLabels(t *testing.T) {
	t.Parallel()
	for feedback, want := range map[string]string{
		`{"turn":1,"value":"up"}`:                          `1 SAT ""`,
		`{"turn":1,"value":"down","rating":5}`:             `1 DSAT ""`,
		`{"turn":1,"value":null,"rating":4}`:               `1 SAT ""`,
		`{"turn":1,"rating":3}`:                            `1 NEUTRAL ""`,
		`{"turn":1,"rating":1}`:                            `1 DSAT ""`,
		`{"turn":1,"rating":5}`:                            `1 SAT ""`,
		`{"turn":1,"rating":3.5,"scale":null}`:             `1 SAT ""`,
		`{"turn":1,"rating":5,"scale":10}`:                 `1 DSAT ""`,
		`{"turn":1,"rating":6,"scale":10}`:                 `1 SAT ""`,
		`{"turn":1,"rating":1,"scale":2}`:                  `1 DSAT ""`,
		`{"turn":1,"rating":2,"scale":2}`:                  `1 SAT ""`,
		`{"turn":1,"rating":0}`:                            `warning: feedback[].rating is not on its scale`,
		`{"turn":1,"rating":6}`:                            `warning: feedback[].rating is not on its scale`,
		`{"turn":1,"rating":"5"}`:                          `warning: feedback[].rating is not on its scale`,
		`{"turn":1,"rating":1,"scale":1}`:                  `warning: feedback[].scale is not a number from 2 on`,
		`{"turn":1,"rating":1,"scale":"5"}`:                `warning: feedback[].scale is not a number from 2 on`,
		`{"turn":1,"value":"meh"}`:                         `warning: feedback[].value is neither up nor down`,
		`{"turn":1,"value":1}`:                             `warning: feedback[].value is neither up nor down`,
		`{"turn":1,"comment":"hm"}`:                        `warning: feedback[] has neither value nor rating`,
		`{"turn":0,"value":"up"}`:                          `warning: feedback[].turn is not the index of an assistant turn`,
		`{"turn":2,"value":"up"}`:                          `warning: feedback[].turn is not the index of an assistant turn`,
		`{"turn":-1,"value":"up"}`:                         `warning: feedback[].turn is not the index of an assistant turn`,
		`{"turn":1.5,"value":"up"}`:                        `warning: feedback[].turn is not the index of an assistant turn`,
		`{"turn":1e99,"value":"up"}`:                       `warning: feedback[].turn is not the index of an assistant turn`,
		`{"value":"up"}`:                                   `warning: feedback[].turn is not the index of an assistant turn`,
		`"up"`:                                             `warning: feedback[].turn is not the index of an assistant turn`,
		`{"turn":1,"value":"up","comment":7}`:              "1 SAT \"\"\nwarning: feedback[].comment is not a string",
		`{"turn":1,"value":"up","at":"soon"}`:              "1 SAT \"\"\nwarning: feedback[].at is not a time",
		`{"turn":1,"value":"up"},{"turn":1,"value":"meh"}`: "1 SAT \"\"\nwarning: feedback[].value is neither up nor down",
	} {
		rec, _, err := read(`{"conversation_id":"c","turns":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"feedback":[`+feedback+`]}`, parse.Auto)
		if err != nil {
			t.Errorf("%s: %v", feedback, err)
			continue
		}
		got := strings.TrimPrefix(describe(rec), "whole c\n0 user \"q\"\n1 assistant \"a\"\n")
		if got != want {
			t.Errorf("%s is read as\n%s\nwant\n%s", feedback, got, want)
		}
	}
}

func TestARecordNamesOnlySoManyGroups(t *testing.T) {
	t.Parallel()
	var groups []string
	for i := range 70 {
		groups = append(groups, `"d`+strings.Repeat("x", i)+`":"v"`)
	}
	rec, _, err := read(`{"conversation_id":"c","groups":{`+strings.Join(groups, ",")+`},"turns":[{"role":"user","content":"a"}]}`, parse.Auto)
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Groups) != 64 || len(rec.Warnings) != 6 {
		t.Errorf("%d groups and %d warnings, want 64 and 6", len(rec.Groups), len(rec.Warnings))
	}
}
