package tape_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/services/ingest/internal/tape"
)

// plain turns a value into what encoding/json would make of it, numbers kept as text.
func plain(v tape.Value) any {
	switch v.Kind() {
	case tape.Object:
		m := map[string]any{}
		for x := range v.Members() {
			m[x.Name()] = plain(x)
		}
		return m
	case tape.Array:
		a := []any{}
		for _, x := range v.Elements() {
			a = append(a, plain(x))
		}
		return a
	case tape.String:
		return v.Text()
	case tape.Number:
		return json.Number(v.Raw())
	case tape.Bool:
		return v.True()
	case tape.Absent, tape.Null:
	}
	return nil
}

func reference(text []byte) (any, error) {
	if !json.Valid(text) {
		return nil, errors.New("not JSON")
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	var out any
	err := d.Decode(&out)
	return out, err
}

var samples = []string{
	`{}`, `[]`, `null`, `true`, `false`, `0`, `-0`, `1.5e-7`, `"x"`, ` { "a" : [ 1 , 2 , { "b" : null } ] , "c" : "d" } `,
	`{"a":1,"a":2}`, `{"\u0061":1}`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ude00\ud83d"`, `"\ud83dx"`, `"\ud83d\u0041"`, `"\"\\\/\b\f\n\r\t"`,
	`"ünïcødé 漢字 🙂"`, `01`, `1.`, `.5`, `1e`, `+1`, `--1`, `"`, `"\x"`, `"\u12"`, "\"\x01\"", `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`,
	`[1,]`, `[1 2]`, `{,}`, `nul`, `truex`, `[] []`, ``, ` `, "\"\x7f\"", "\ufeff{}", `{"":""}`, `{1:2}`, "[\u00a01]",
}

func TestAcceptsAndMeansWhatEncodingJSONDoes(t *testing.T) {
	t.Parallel()
	for _, s := range samples {
		compare(t, []byte(s))
	}
}

func compare(t *testing.T, text []byte) {
	t.Helper()
	var d tape.Doc
	v, err := d.Parse(text)
	if !utf8.Valid(text) {
		if !errors.Is(err, tape.ErrEncoding) {
			t.Fatalf("Parse(%q) = %v, want ErrEncoding", text, err)
		}
		return
	}
	want, wantErr := reference(text)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("Parse(%q) error = %v, encoding/json says %v", text, err, wantErr)
	}
	if err == nil {
		if got := plain(v); !reflect.DeepEqual(got, want) {
			t.Fatalf("Parse(%q) = %#v, want %#v", text, got, want)
		}
	}
}

func TestErrorsSayWhatStandsWhere(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a":x}`:   `unexpected 'x' where a value should be at byte 5`,
		`{"a" 1}`:   `unexpected '1' behind a name at byte 5`,
		`{"a":1`:    `the text ends in an object at byte 6`,
		`[1;2]`:     `unexpected ';' in an array at byte 2`,
		`{} x`:      `unexpected 'x' after the end of the value at byte 3`,
		`"a\qb"`:    `unexpected 'q' behind \ at byte 3`,
		`-x`:        `unexpected 'x' in a number at byte 1`,
		``:          `the text ends where a value should be at byte 0`,
		`"\u00é0"`:  `unexpected 'é' behind \u at byte 5`,
		`{a:1}`:     `unexpected 'a' where a name should be at byte 1`,
		"\"a\tb\"":  `unexpected '\t' inside a string at byte 2`,
		`{"a":"bc`:  `the text ends inside a string at byte 8`,
		`{"a":truu`: `unexpected 't' where a value should be at byte 5`,
	} {
		var d tape.Doc
		if _, err := d.Parse([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("Parse(%s) error = %v, want %s", text, err, want)
		}
	}
}

func TestDepthIsLimited(t *testing.T) {
	t.Parallel()
	nest := func(n int) []byte { return []byte(strings.Repeat("[", n) + strings.Repeat("]", n)) }
	var d tape.Doc
	if _, err := d.Parse(nest(tape.Depth)); err != nil {
		t.Errorf("depth %d: %v", tape.Depth, err)
	}
	if _, err := d.Parse(nest(tape.Depth + 1)); err == nil || !strings.Contains(err.Error(), "deeper") {
		t.Errorf("depth %d: error = %v", tape.Depth+1, err)
	}
	if _, err := d.Parse([]byte(strings.Repeat(`{"a":`, 1_000_000))); err == nil {
		t.Error("a million open objects were accepted")
	}
}

func TestNumberOfValuesIsLimited(t *testing.T) {
	t.Parallel()
	var d tape.Doc
	text := "[" + strings.Repeat("1,", tape.Values) + "1]"
	if _, err := d.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), "values") {
		t.Errorf("error = %v", err)
	}
}

func TestWhatIsNotThereHasAnswersToo(t *testing.T) {
	t.Parallel()
	var d tape.Doc
	v, err := d.Parse([]byte(`{"a":{"b":"c"},"n":null,"l":[1,2,3]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Get("a").Get("b").Text(); got != "c" {
		t.Errorf("a.b = %q", got)
	}
	x := v.Get("a").Get("x").Get("y")
	if x.Kind() != tape.Absent || x.Text() != "" || x.Raw() != "" || x.Len() != 0 || x.Name() != "" || !x.Missing() || x.True() {
		t.Errorf("a missing value answers %v %q", x.Kind(), x.Text())
	}
	if !v.Get("n").Missing() || v.Get("a").Missing() {
		t.Error("null must count as missing, an object must not")
	}
	if v.Get("l").Len() != 3 || v.Len() != 3 || v.Get("n").Len() != 0 {
		t.Errorf("lengths are %d, %d, %d", v.Get("l").Len(), v.Len(), v.Get("n").Len())
	}
	if v.Get("l").Get("a").Kind() != tape.Absent || v.Get("l").Text() != "" {
		t.Error("an array has no members and no text")
	}
}

func TestStringsOutliveTheirDocument(t *testing.T) {
	t.Parallel()
	var d tape.Doc
	line := []byte(`{"a":"first"}`)
	v, err := d.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	first := v.Get("a").Text()
	copy(line, `{"b":"xxxxx"}`)
	if _, err := d.Parse(line); err != nil {
		t.Fatal(err)
	}
	if first != "first" {
		t.Errorf("the string became %q", first)
	}
}

func TestKindsAreNamedInWords(t *testing.T) {
	t.Parallel()
	for k, want := range map[tape.Kind]string{
		tape.Absent: "missing", tape.Null: "null", tape.Bool: "a boolean", tape.Number: "a number",
		tape.String: "a string", tape.Array: "an array", tape.Object: "an object",
	} {
		if k.String() != want {
			t.Errorf("%d is called %q, want %q", k, k, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range samples {
		f.Add([]byte(s))
	}
	f.Add([]byte("\xff"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if strings.Count(string(text), "[")+strings.Count(string(text), "{") <= tape.Depth {
			compare(t, text)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := []byte(`{"conversation_id":"c1","user_id":"u1","groups":{"expertise":"novice"},"turns":[{"role":"user","content":"` +
		strings.Repeat("How do I do it? ", 25) + `","at":"2026-03-01T10:00:00Z"},{"role":"assistant","content":"` + strings.Repeat("Like so.\\n", 8) + `"}]}`)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var d tape.Doc
	for b.Loop() {
		if _, err := d.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
