// Package memotest holds every memo.Store to its promises.
package memotest

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
	"github.com/gpa-stream/gpa/pkg/llm/memo"
)

// Run runs the suite; open gives an empty store.
func Run(t *testing.T, open func(t *testing.T) memo.Store) {
	t.Helper()
	for _, x := range []struct {
		name string
		test func(t *testing.T, s memo.Store)
	}{
		{"what is recorded is recalled", recorded},
		{"the first to write wins", first},
		{"every part of the key counts", parts},
		{"of many at once one wins, and all are told which", race},
		{"what was spent adds up", spent},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			x.test(t, open(t))
		})
	}
}

var key = memo.Key{Input: "x1.ab", Prompt: "judge-1", Model: "small"}

func recorded(t *testing.T, s memo.Store) {
	if _, known, err := s.Recall(t.Context(), key); err != nil || known {
		t.Fatalf("an empty store knows something: %t, %v", known, err)
	}
	want := memo.Outcome{Kind: "answer", Answer: `{"label":"DSAT","why":"≠ \"x\""}`, Usage: llm.Usage{Input: 700, Output: 90}}
	record(t, s, key, want, want)
	recall(t, s, key, want)
}

func first(t *testing.T, s memo.Store) {
	want := memo.Outcome{Kind: "budget"}
	record(t, s, key, want, want)
	record(t, s, key, memo.Outcome{Kind: "answer", Answer: "late", Usage: llm.Usage{Input: 1}}, want)
	recall(t, s, key, want)
}

func parts(t *testing.T, s memo.Store) {
	keys := []memo.Key{key, key, key, key}
	keys[1].Input, keys[2].Prompt, keys[3].Model = "x2.ab", "judge-2", "large"
	for i, k := range keys {
		o := memo.Outcome{Kind: strconv.Itoa(i)}
		record(t, s, k, o, o)
	}
	for i, k := range keys {
		recall(t, s, k, memo.Outcome{Kind: strconv.Itoa(i)})
	}
}

func race(t *testing.T, s memo.Store) {
	const writers = 16
	held := make([]memo.Outcome, writers)
	var g sync.WaitGroup
	for i := range writers {
		g.Go(func() {
			o, err := s.Record(t.Context(), key, memo.Outcome{Kind: strconv.Itoa(i)})
			if err != nil {
				t.Error(err)
			}
			held[i] = o
		})
	}
	g.Wait()
	for _, o := range held {
		recall(t, s, key, o)
	}
}

func spent(t *testing.T, s memo.Store) {
	for i, u := range []llm.Usage{{Input: 100, Output: 10}, {}, {Input: 50, Output: 5}} {
		k := key
		k.Input = strconv.Itoa(i)
		o := memo.Outcome{Kind: "answer", Usage: u}
		record(t, s, k, o, o)
		record(t, s, k, memo.Outcome{Kind: "again", Usage: u}, o)
	}
	got, err := s.Spent(t.Context(), time.Hour)
	if want := (llm.Usage{Input: 150, Output: 15}); err != nil || got != want {
		t.Errorf("spent %+v, %v; want %+v", got, err, want)
	}
}

func record(t *testing.T, s memo.Store, k memo.Key, o, want memo.Outcome) {
	t.Helper()
	got, err := s.Record(t.Context(), k, o)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("recording %+v gives %+v, want %+v", o, got, want)
	}
}

func recall(t *testing.T, s memo.Store, k memo.Key, want memo.Outcome) {
	t.Helper()
	got, known, err := s.Recall(context.WithoutCancel(t.Context()), k)
	if err != nil || !known || got != want {
		t.Errorf("%+v: recalled %+v, %t, %v; want %+v", k, got, known, err, want)
	}
}
