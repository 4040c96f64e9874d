package parse_test

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

var otherCases = []good{
	{"request and response", `{"request":{"model":"m-1","messages":[{"role":"system","content":"be kind"},{"role":"user","content":"hi"}],"safety_identifier":"s1","user":"u1","metadata":{"conversation_id":"c1","user_id":"x"}},
"response":{"id":"chatcmpl-1","created":1772359205,"model":"m-1-0301","choices":[{"index":1,"message":{"role":"assistant","content":"second"}},{"index":0,"message":{"role":"assistant","content":"hello"}}]},"at":"2026-03-01T10:00:00Z"}`, "openai-chat", `
exchange c1 user=s1 at=10:00:00
0 system "be kind" at=10:00:00
1 user "hi" at=10:00:00
2 assistant "hello" at=10:00:05 model=m-1-0301 message=chatcmpl-1`},
	{"history is left out", `{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"tool","content":"t"},{"role":"user","content":"c"}],"user":"u","conversation_id":"c1","model":"m","choices":[{"message":{"role":"assistant","content":"d"}}],"created":1772359205}`, "openai-chat", `
exchange c1 user=u
2 tool "t"
3 user "c"
4 assistant "d" at=10:00:05 model=m`},
	{"a failed request", `{"request":{"messages":[{"role":"user","content":"a"}],"metadata":{"conversation_id":"c1","user_id":"x"}},"response":{"error":{"message":"overloaded"}},"timestamp":1772359205123}`, "openai-chat", `
exchange c1 user=x at=10:00:05.123
0 user "a" at=10:00:05.123`},
	{"parts, calls and refusals", `{"messages":[{"role":"user","content":[{"type":"text","text":"look"},{"type":"image_url","image_url":{"url":"http://x"}},"raw",{"type":"refusal","refusal":"no"}]},{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]},{"role":"function","content":"42"}],"conversation_id":"c1","response":{"choices":[{"message":{"content":null,"refusal":"I cannot"}}]}}`, "openai-chat", `
exchange c1
2 tool "42"
3 assistant "I cannot"`},
	{"a whole conversation of messages", `{"id":"1_00000","services":["Restaurants_1"],"messages":[{"role":"user","content":"hungry","acts":["X"]},{"role":"assistant","content":[{"type":"output_text","text":"where"},{"type":"text","text":"?"}],"timestamp":"2026-03-01T10:00:00Z"}],"model":"m","groups":{"g":"1"},"feedback":[{"turn":1,"value":"up"}]}`, "messages", `
whole 1_00000 group:g=1
0 user "hungry"
1 assistant "where\n?" at=10:00:00 model=m
1 SAT ""`},
	{"messages with a number for an id", `{"id":17,"user":"u","messages":[{"role":"user","content":"a"}]}`, "messages", `
whole 17 user=u
0 user "a"`},
	{"wildchat", `{"conversation_hash":"h1","model":"gpt-x","timestamp":"2026-03-01 10:00:00+00:00","conversation":[{"content":"hi","role":"user","country":"France","hashed_ip":"ip1","header":{"accept-language":"fr-FR,fr;q=0.9","user-agent":"UA"},"timestamp":null,"turn_identifier":1},{"content":"salut","role":"assistant","timestamp":"2026-03-01T09:59:00Z"},{"content":"","role":"user"},{"content":"x","role":"assistant","created":1772359205}],"turn":2,"language":"French","state":"Paris","toxic":false}`, "wildchat", `
whole h1 user=ip1 UA locale=fr-FR at=10:00:00 group:country=France group:language=French
0 user "hi"
1 assistant "salut" at=09:59:00 model=gpt-x
2 user ""
3 assistant "x" at=10:00:05 model=gpt-x`},
	{"wildchat of old", `{"conversation_id":"w","timestamp":1772359205000000,"hashed_ip":"ip","header":{"accept-language":"*"},"country":"Peru","conversation":[{"content":"hi","role":"user","hashed_ip":"other"}]}`, "wildchat", `
whole w user=ip  at=10:00:05 group:country=Peru
0 user "hi"`},
	{"lmsys", `{"conversation_id":"l1","model":"vicuna","conversation":[{"content":"hi","role":"user"},{"content":"yo","role":"assistant"}],"turn":1,"language":"English","redacted":false}`, "lmsys", `
whole l1 group:language=English
0 user "hi"
1 assistant "yo" model=vicuna`},
	{"sharegpt", `{"id":"s1","conversations":[{"from":"system","value":"z"},{"from":"human","value":"a"},{"from":"function_call","value":"f()"},{"from":"observation","value":"1"},{"from":"gpt","value":"b"}],"system":"ignored"}`, "sharegpt", `
whole s1
0 system "z"
1 user "a"
2 assistant "f()"
3 tool "1"
4 assistant "b"`},
	{"sharegpt by other names", `{"id":9,"items":[{"from":"user","value":"a"},{"from":"chatgpt","value":"b"}]}`, "sharegpt", `
whole 9
0 user "a"
1 assistant "b"`},
}

func TestOtherFormatsAreRecognisedAndRead(t *testing.T) {
	t.Parallel()
	for _, c := range otherCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

func conversationOf(t *testing.T, line string) string {
	t.Helper()
	rec, _, err := read(line, parse.Auto)
	if err != nil {
		t.Fatal(err)
	}
	return rec.Conversation
}

func TestRequestsOfOneConversationFindEachOther(t *testing.T) {
	t.Parallel()
	first := conversationOf(t, `{"request":{"user":"u","messages":[{"role":"user","content":"hi "}]},"response":{"choices":[{"message":{"content":"hello\n"}}]}}`)
	second := conversationOf(t, `{"request":{"user":"u","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"},{"role":"user","content":"more"}]},"response":{"choices":[{"message":{"content":"sure"}}]}}`)
	if first != second {
		t.Errorf("the second request is of conversation %s, the first of %s", second, first)
	}
	for what, line := range map[string]string{
		"another user":     `{"request":{"user":"v","messages":[{"role":"user","content":"hi"}]},"response":{"choices":[{"message":{"content":"hello"}}]}}`,
		"another answer":   `{"request":{"user":"u","messages":[{"role":"user","content":"hi"}]},"response":{"choices":[{"message":{"content":"good day"}}]}}`,
		"another question": `{"request":{"user":"u","messages":[{"role":"user","content":"ho"}]},"response":{"choices":[{"message":{"content":"hello"}}]}}`,
	} {
		if got := conversationOf(t, line); got == first {
			t.Errorf("%s is taken for the same conversation", what)
		}
	}
}

func TestConversationsWithoutIDAreNamedByTheirContent(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		`{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}`,
		`{"conversations":[{"from":"human","value":"a"},{"from":"gpt","value":"b"}]}`,
	} {
		id := conversationOf(t, line)
		if len(id) != 32 || id != conversationOf(t, strings.ReplaceAll(line, ":", " : ")) {
			t.Errorf("%s is called %q", line, id)
		}
		if other := conversationOf(t, strings.Replace(line, `"b"`, `"c"`, 1)); other == id {
			t.Errorf("another end of %s is called the same", line)
		}
	}
}

func TestNumbersBecomeTimesByTheirSize(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"1772359205": "10:00:05", "1772359205.25": "10:00:05.25", "1772359205250": "10:00:05.25", "1772359205250000": "10:00:05.25",
		"1772359205250000000": "10:00:05.25", "1.772359205e9": "10:00:05", "0": "1970-01-01T00:00:00Z", `"2026-03-01T10:00:05Z"`: "10:00:05",
	} {
		rec, _, err := read(`{"conversation_hash":"h","timestamp":`+number+`,"conversation":[{"role":"user","content":"a"}]}`, parse.Auto)
		if err != nil || clock(rec.At) != want {
			t.Errorf("%s becomes %s, %v; want %s", number, clock(rec.At), err, want)
		}
	}
	for _, number := range []string{"-1", "1e400", "1e30", `"soon"`, "true", "[]"} {
		rec, _, err := read(`{"conversation_hash":"h","timestamp":`+number+`,"conversation":[{"role":"user","content":"a"}]}`, parse.Auto)
		if err != nil || rec.At != parse.NoTime || len(rec.Warnings) != 1 {
			t.Errorf("%s becomes %s, %v, warnings %v; want none with a warning", number, clock(rec.At), err, rec.Warnings)
		}
	}
	for _, number := range []string{"17", "99999999999", "5000000000000", "900000000"} {
		if rec, _, err := read(`{"conversation_hash":"h","timestamp":`+number+`,"conversation":[{"role":"user","content":"a"}]}`, parse.Auto); err == nil {
			t.Errorf("%s is accepted as %s", number, clock(rec.At))
		}
	}
}
