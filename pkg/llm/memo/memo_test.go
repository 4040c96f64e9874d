package memo_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
	"github.com/gpa-stream/gpa/pkg/llm/memo"
	"github.com/gpa-stream/gpa/pkg/llm/memo/memotest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func still() time.Time { return noon }

func open(t *testing.T, path string) *memo.File {
	t.Helper()
	f, err := memo.OpenFile(path, still)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestMemoryKeepsThePromises(t *testing.T) {
	t.Parallel()
	memotest.Run(t, func(*testing.T) memo.Store { return memo.NewMemory(still) })
}

func TestAFileKeepsThePromises(t *testing.T) {
	t.Parallel()
	memotest.Run(t, func(t *testing.T) memo.Store { return open(t, filepath.Join(t.TempDir(), "memo.jsonl")) })
}

func TestOnlyTheHourCounts(t *testing.T) {
	t.Parallel()
	now := noon
	m := memo.NewMemory(func() time.Time { return now })
	for _, input := range []string{"a", "b", "c"} {
		if _, err := m.Record(t.Context(), memo.Key{Input: input}, memo.Outcome{Usage: llm.Usage{Input: 10, Output: 1}}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(25 * time.Minute)
	}
	got, err := m.Spent(t.Context(), time.Hour) // 75 minutes after the first, 50 and 25 after the others.
	if want := (llm.Usage{Input: 20, Output: 2}); err != nil || got != want {
		t.Errorf("spent %+v, %v; want %+v", got, err, want)
	}
}

func TestAFileRemembersAfterARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "memo.jsonl")
	k := memo.Key{Input: "x1", Prompt: "judge-1", Model: "small"}
	want := memo.Outcome{Kind: "answer", Answer: "a\nb", Usage: llm.Usage{Input: 3, Output: 4}}
	f := open(t, path)
	if _, err := f.Record(t.Context(), k, want); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	if got, known, err := again.Recall(t.Context(), k); err != nil || !known || got != want {
		t.Errorf("recalled %+v, %t, %v; want %+v", got, known, err, want)
	}
	if got, err := again.Spent(t.Context(), time.Hour); err != nil || got != want.Usage {
		t.Errorf("spent %+v, %v; want %+v", got, err, want.Usage)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; nobody else may read it", info.Mode(), err)
	}
}

func TestALineThatACrashCutIsTakenOff(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "memo.jsonl")
	whole := `{"input":"x1","prompt":"p","model":"m","outcome":"answer","at":"2026-03-01T11:59:00Z"}` + "\n"
	if err := os.WriteFile(path, []byte(whole+`{"input":"x2","pro`), 0o600); err != nil {
		t.Fatal(err)
	}
	f := open(t, path)
	if _, err := f.Record(t.Context(), memo.Key{Input: "x3"}, memo.Outcome{Kind: "budget"}); err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	for input, want := range map[string]bool{"x1": true, "x2": false, "x3": true} {
		k := memo.Key{Input: input}
		if input == "x1" {
			k.Prompt, k.Model = "p", "m"
		}
		if _, known, err := again.Recall(t.Context(), k); err != nil || known != want {
			t.Errorf("%s: known %t, %v; want %t", input, known, err, want)
		}
	}
}

func TestAFileThatIsNoMemoIsLeftAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "notes.txt")
	const text = "dear diary\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := memo.OpenFile(path, still); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("error is %v, want one that names the line", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != text {
		t.Errorf("the file holds %q, %v", got, err)
	}
}

func TestAnAnswerIsPaidForOnce(t *testing.T) {
	t.Parallel()
	s, asked := memo.NewMemory(still), 0
	for i := range 3 {
		o, known, err := memo.Once(t.Context(), s, memo.Key{Input: "x"}, func(context.Context) (memo.Outcome, error) {
			asked++
			return memo.Outcome{Kind: "answer", Answer: strings.Repeat("a", asked)}, nil
		})
		if err != nil || known != (i > 0) || o.Answer != "a" {
			t.Errorf("time %d: %+v, known %t, %v", i, o, known, err)
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times, want once", asked)
	}
}

func TestWhoComesSecondUsesTheAnswerOfTheFirst(t *testing.T) {
	t.Parallel()
	s, k := memo.NewMemory(still), memo.Key{Input: "x"}
	o, _, err := memo.Once(t.Context(), s, k, func(ctx context.Context) (memo.Outcome, error) {
		// Another instance, which took the partition over, is quicker.
		if _, err := s.Record(ctx, k, memo.Outcome{Kind: "timeout"}); err != nil {
			t.Error(err)
		}
		return memo.Outcome{Kind: "answer"}, nil
	})
	if err != nil || o.Kind != "timeout" {
		t.Errorf("got %+v, %v; want the other's timeout", o, err)
	}
}

// broken fails in one of its methods.
type broken struct {
	*memo.Memory
	recall, record error
}

func (b broken) Recall(ctx context.Context, k memo.Key) (memo.Outcome, bool, error) {
	if b.recall != nil {
		return memo.Outcome{}, false, b.recall
	}
	return b.Memory.Recall(ctx, k)
}

func (b broken) Record(ctx context.Context, k memo.Key, o memo.Outcome) (memo.Outcome, error) {
	if b.record != nil {
		return memo.Outcome{}, b.record
	}
	return b.Memory.Record(ctx, k, o)
}

func TestWhatCannotBeKeptIsNotUsed(t *testing.T) {
	t.Parallel()
	away, stopped := errors.New("away"), errors.New("stopped")
	for name, x := range map[string]struct {
		store memo.Store
		ask   error
		want  error
	}{
		"recall fails":   {broken{memo.NewMemory(still), away, nil}, nil, away},
		"record fails":   {broken{memo.NewMemory(still), nil, away}, nil, away},
		"nothing to ask": {memo.NewMemory(still), stopped, stopped},
	} {
		o, _, err := memo.Once(t.Context(), x.store, memo.Key{Input: "x"}, func(context.Context) (memo.Outcome, error) {
			return memo.Outcome{Kind: "answer"}, x.ask
		})
		if !errors.Is(err, x.want) || o != (memo.Outcome{}) {
			t.Errorf("%s: %+v, %v; want nothing and %v", name, o, err, x.want)
		}
		if _, known, _ := x.store.Recall(t.Context(), memo.Key{Input: "x"}); known {
			t.Errorf("%s: something was kept", name)
		}
	}
}

func FuzzAFileIsReadOrRefused(f *testing.F) {
	f.Add([]byte(`{"input":"x1","prompt":"p","model":"m","outcome":"answer","at":"2026-03-01T11:59:00Z"}` + "\n"))
	f.Add([]byte("{}\n{}\n{"))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "memo.jsonl")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		m, err := memo.OpenFile(path, still)
		if err != nil {
			return
		}
		defer m.Close()
		if _, err := m.Record(t.Context(), memo.Key{Input: "new one"}, memo.Outcome{}); err != nil {
			t.Error(err)
		}
	})
}
