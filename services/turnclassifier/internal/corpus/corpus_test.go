package corpus

import (
	"bytes"
	"compress/gzip"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

func zipped(t *testing.T, text string) *fstest.MapFile {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: b.Bytes()}
}

func TestDialoguesAreCutAsTheStageCutsThem(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"satisfaction/uss_x.train.jsonl.gz": zipped(t,
		`{"history":[{"role":"user","text":"a"},{"role":"assistant","text":"b"},{"role":"user","text":"c"},{"role":"assistant","text":"d"},{"role":"user","text":"e"}],"reaction":"f","label":"dissatisfied","ratings":[2,3]}`+"\n\n"+
			`{"history":[{"role":"user","text":"a"}],"reaction":"b","label":"neutral"}`+"\n")}
	rows, err := Dialogues(files, "x", "train")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2", len(rows))
	}
	got := rows[0]
	if got.Prompt != "c" || got.Response != "d" || !slices.Equal(got.Reaction, []string{"e", "f"}) ||
		!slices.Equal(got.EarlierPrompts, []string{"a"}) || got.Position != 2 || got.Label != classify.DSAT {
		t.Errorf("row = %+v", got)
	}
	if r := rows[1]; r.Response != "" || !slices.Equal(r.Reaction, []string{"a", "b"}) {
		t.Errorf("row without an answer = %+v", r)
	}
}

func TestBadDataIsNamedWithItsPlace(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"satisfaction/uss_label.train.jsonl.gz": zipped(t, `{"label":"happy"}`),
		"satisfaction/uss_json.train.jsonl.gz":  zipped(t, "{}\n{"),
		"satisfaction/uss_zip.train.jsonl.gz":   {Data: []byte("no gzip")},
	}
	for name, want := range map[string]string{"label": "happy", "json": "line", "zip": "unpack", "missing": "open"} {
		_, err := Dialogues(files, name, "train")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Dialogues(%s) = %v, want an error with %q", name, err, want)
		}
	}
}

func TestChatRowsRead(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{"own": classify.ChatRows(), "sealed": classify.SealedRows()} {
		rows, err := Chats(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		kinds := append([]string{"positive", "none"}, classify.Kinds...)
		for i, r := range rows {
			if !slices.Contains(kinds, r.Kind) || (r.Kind == "none") != (r.Label == classify.Neutral) || (r.Kind == "positive") != (r.Label == classify.SAT) {
				t.Errorf("%s row %d: type %q does not fit %v", name, i+1, r.Kind, r.Label)
			}
			if (r.Evidence == "") != (r.Label == classify.Neutral) || !strings.Contains(strings.Join(r.Reaction, "\n"), r.Evidence) {
				t.Errorf("%s row %d: evidence %q does not fit %q", name, i+1, r.Evidence, r.Reaction)
			}
		}
	}
}

func TestNoSealedRowIsAmongThoseFittedOn(t *testing.T) {
	t.Parallel()
	own, err := Chats(classify.ChatRows())
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := Chats(classify.SealedRows())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range own {
		seen[r.Prompt+"\n"+strings.Join(r.Reaction, "\n")] = true
	}
	for i, r := range sealed {
		if seen[r.Prompt+"\n"+strings.Join(r.Reaction, "\n")] {
			t.Errorf("sealed row %d is fitted on", i+1)
		}
	}
}

func TestUnknownChatLabelIsRefused(t *testing.T) {
	t.Parallel()
	for _, data := range []string{`{"label":"good"}`, `{"lable":"SAT"}`, `{`} {
		if _, err := Chats([]byte(data)); err == nil || !strings.Contains(err.Error(), "row 1") {
			t.Errorf("Chats(%s) = %v, want an error with the row", data, err)
		}
	}
}

func TestRequestsOfAllSourcesRead(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"intents/a.jsonl.gz": zipped(t, `{"text":"t","intent":"i","domain":"d"}
{"utterance":"u","intent":"j","category":"C"}
{"instruction":"x","input":"y","category":"k"}`),
		"prompts/arena_hard.jsonl.gz": zipped(t, `{"turns":[{"content":"p"},{"content":"q"}]}`),
	}
	got, err := Requests(files, "a")
	if err != nil {
		t.Fatal(err)
	}
	if want := []Request{{Text: "t", Intent: "i"}, {Text: "u", Intent: "j"}, {Text: "x\ny", Intent: "k"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("Requests = %v, want %v", got, want)
	}
	prompts, err := Prompts(files)
	if err != nil || !slices.Equal(prompts, []string{"p", "q"}) {
		t.Errorf("Prompts = %v, %v", prompts, err)
	}
}

func TestRealLabelsJoinTheirConversation(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"chats/sharegpt_600.jsonl.gz": zipped(t,
		`{"id":"c","conversations":[{"from":"human","value":"a"},{"from":"gpt","value":"b"},{"from":"human","value":"no"}]}`)}
	rows, err := Real(files, []byte(`{"id":"c","turn":2,"label":"DSAT"}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || rows[0].Prompt != "a" || rows[0].Response != "b" || rows[0].Reaction[0] != "no" || rows[0].Label != classify.DSAT {
		t.Errorf("Real = %+v", rows)
	}
	for _, bad := range []string{`{"id":"x","turn":0,"label":"SAT"}`, `{"id":"c","turn":9,"label":"SAT"}`, `{"id":"c","turn":2,"label":"?"}`} {
		if _, err := Real(files, []byte(bad)); err == nil {
			t.Errorf("Real(%s) succeeded", bad)
		}
	}
}

func FuzzChats(f *testing.F) {
	f.Add([]byte(`{"lang":"en","prompt":"p","response":"r","reaction":["x"],"label":"SAT","type":"positive"}`))
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = Chats(data) })
}

func TestReadersAreComparedLabelByLabel(t *testing.T) {
	t.Parallel()
	labels := `{"id":"c","turn":2,"label":"DSAT","type":"rephrase","second":"DSAT"}
{"id":"c","turn":4,"label":"SAT","second":"neutral"}
{"id":"c","turn":6,"label":"neutral","second":"neutral"}
`
	readers, alike, err := Readers([]byte(labels))
	if err != nil {
		t.Fatal(err)
	}
	// Two of three alike; by chance DSAT 1/3 x 1/3 and neutral 1/3 x 2/3 together one third: (2/3 - 1/3) / (1 - 1/3).
	if readers.Rows != 3 || math.Abs(readers.Kappa-0.5) > 1e-9 {
		t.Errorf("%d rows, kappa %v; want 3 and 0.5", readers.Rows, readers.Kappa)
	}
	if !slices.Equal(alike, []bool{true, false, true}) {
		t.Errorf("alike are %v, want those of turns 2 and 6", alike)
	}
	if _, _, err := Readers([]byte(`{"id":"c","turn":2,"label":"DSAT"}`)); err == nil {
		t.Error("a row that was read once passed")
	}
}
