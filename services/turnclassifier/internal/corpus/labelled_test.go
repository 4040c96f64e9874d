package corpus

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

func TestThreeFormsOfALabelledReactionReadAlike(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"parts":        `{"prompt":"two","response":"B","earlier":["one"],"reaction":["no","wrong"],"label":"DSAT","type":"correction","lang":"en","tags":["x"]}`,
		"history":      `{"history":[{"role":"user","text":"one"},{"role":"assistant","text":"A"},{"role":"user","text":"two"},{"role":"assistant","text":"B"},{"role":"user","text":"no"}],"reaction":"wrong","label":"dissatisfied","type":"correction","lang":"en","tags":["x"]}`,
		"conversation": `{"locale":"en-GB","turns":[{"role":"user","content":"one"},{"role":"assistant","content":"A"},{"role":"user","content":"two"},{"role":"assistant","content":"B"},{"role":"user","content":"no"},{"role":"user","content":"wrong"},{"role":"assistant","content":"C"}],"labels":[{"turn":3,"judgement":"DSAT","feedback_type":"correction","tags":["x"]}]}`,
	} {
		rows, err := Labelled([]byte(line))
		if err != nil || len(rows) != 1 {
			t.Fatalf("%s: %d rows, %v", name, len(rows), err)
		}
		r := rows[0]
		if r.Label != classify.DSAT || r.Kind != "correction" || r.Lang != "en" || strings.Join(r.Tags, ",") != "x" {
			t.Errorf("%s: label %s, kind %s, lang %s, tags %v", name, r.Label, r.Kind, r.Lang, r.Tags)
		}
		got := strings.Join(r.EarlierPrompts, "+") + "|" + r.Prompt + "|" + r.Response + "|" + strings.Join(r.Reaction, "+")
		if got != "one|two|B|no+wrong" || r.Position != 2 {
			t.Errorf("%s: %s at %d, want one|two|B|no+wrong at 2", name, got, r.Position)
		}
	}
}

func TestABadLabelledLineSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	const turns = `"turns":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]`
	for _, c := range []struct{ line, want string }{
		{`{`, "read labelled line"},
		{`{"label":"SAT"}`, "no reaction"},
		{`{"reaction":3,"label":"SAT"}`, "read labelled line"},
		{`{"reaction":"x","label":"happy"}`, `label is "happy"`},
		{`{` + turns + `}`, "without \"labels\""},
		{`{` + turns + `,"labels":[{"turn":0,"judgement":"SAT"}]}`, "no turn of the assistant"},
		{`{` + turns + `,"labels":[{"turn":9,"judgement":"SAT"}]}`, "no turn of the assistant"},
		{`{` + turns + `,"labels":[{"turn":1,"judgement":"SAT"}]}`, "no user turn"},
	} {
		if _, err := Labelled([]byte(c.line)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", c.line, err, c.want)
		}
	}
}

func FuzzLabelled(f *testing.F) {
	f.Add([]byte(`{"prompt":"p","response":"r","reaction":["x"],"label":"SAT"}`))
	f.Add([]byte(`{"history":[{"role":"assistant","text":"x"}],"reaction":"y","label":"neutral"}`))
	f.Add([]byte(`{"turns":[{"role":"assistant","content":"b"},{"role":"user"}],"labels":[{"turn":0,"judgement":"SAT"}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		rows, err := Labelled(line)
		if (err == nil) != (len(rows) > 0) {
			t.Errorf("%d rows and error %v", len(rows), err)
		}
	})
}

func TestABadLabelledRequestSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	r, err := LabelledRequest([]byte(`{"text":"t","intent":"i","lang":"de","tags":["x"],"dataset":"d"}`))
	if err != nil || r.Text != "t" || r.Intent != "i" || r.Lang != "de" || r.Dataset != "d" || len(r.Tags) != 1 {
		t.Errorf("read %+v, %v", r, err)
	}
	for _, c := range []struct{ line, want string }{
		{`[`, "read labelled request"},
		{`{"intent":"i"}`, "no request"},
		{`{"text":"t"}`, `no "intent"`},
		{`{"text":"t","intent":"i","tags":[1]}`, "read labelled request"},
	} {
		if _, err := LabelledRequest([]byte(c.line)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", c.line, err, c.want)
		}
	}
}

func FuzzLabelledRequest(f *testing.F) {
	f.Add([]byte(`{"text":"t","intent":"i","tags":"BIL"}`))
	f.Add([]byte(`{"instruction":"a","input":"b","category":"c"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		if r, err := LabelledRequest(line); err == nil && (r.Text == "" || r.Intent == "") {
			t.Errorf("read %+v without an error", r)
		}
	})
}
