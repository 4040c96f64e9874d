package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// wantKept wants tallies of just those buckets to be kept, with those contents.
func wantKept(t *testing.T, s Subject, want ...store.Kept) {
	t.Helper()
	after := store.NoBucket
	for _, w := range want {
		k, ok, err := s.Kept(t.Context(), after)
		if err != nil || !ok || k.Bucket != w.Bucket || string(k.Tally) != string(w.Tally) {
			t.Errorf("after %d is kept %d %q (%v), %v, want %d %q", after, k.Bucket, k.Tally, ok, err, w.Bucket, w.Tally)
		}
		after = w.Bucket
	}
	if k, ok, err := s.Kept(t.Context(), after); ok || err != nil {
		t.Errorf("after %d is kept %d, %v, want nothing", after, k.Bucket, err)
	}
	taken, err := s.Taken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, a := range taken {
		if a.Kept {
			n++
		}
	}
	if n != len(want) {
		t.Errorf("%d buckets say that their tally is kept, want %d", n, len(want))
	}
}

func keptTally(bucket int64) store.Kept {
	return store.Kept{Bucket: bucket, Tally: fmt.Appendf(nil, "t%d", bucket)}
}

// took commits buckets whose tallies are kept, and returns the term's leader.
func took(t *testing.T, s Subject, buckets ...int64) int64 {
	t.Helper()
	leader, previous := mustLead(t, s).Leader, store.NoBucket
	for _, b := range buckets {
		x := taking(b, "s", []string{"r"}, nil)
		x.Tally = keptTally(b).Tally
		mustCommit(t, s, leader, previous, x)
		previous = b
	}
	return leader
}

func keptForSoLong(t *testing.T, s Subject) {
	wantKept(t, s)
	leader := took(t, s, 2, 4, 6)
	wantKept(t, s, keptTally(2), keptTally(4), keptTally(6))
	x := taking(8, "s", nil, nil)
	x.Forget = 5
	mustCommit(t, s, leader, 6, x)
	wantKept(t, s, keptTally(6))
}

func adoption(bucket int64) store.Adoption {
	a := store.Adoption{Taking: taking(bucket, "adopted", []string{"n"}, []string{"r"})}
	a.Rules = []byte(`{"rules":["new"]}`)
	for _, b := range []int64{1, 4} {
		a.Buckets = append(a.Buckets, store.Adopted{
			Account: store.Account{Bucket: b, EndsAt: time.Unix(b, 0).UTC(), Counts: []byte(`{"Kept":9}`), Incomplete: b == 1},
			Tally:   []byte("sum"),
		})
	}
	return a
}

func adoptWrites(t *testing.T, s Subject) {
	leader := took(t, s, 2, 4)
	if err := s.Adopt(t.Context(), leader, adoption(4)); err != nil {
		t.Fatal(err)
	}
	wantKept(t, s, store.Kept{Bucket: 1, Tally: []byte("sum")}, keptTally(2), store.Kept{Bucket: 4, Tally: []byte("sum")})
	wantRules(t, s, map[string]string{"n": `{"at": 4}`})
	if state, err := s.State(t.Context()); err != nil || string(state) != "adopted" {
		t.Errorf("the state is %q, %v", state, err)
	}
	if rules, err := s.Store.Rules(t.Context()); err != nil || compact(rules) != `{"rules":["new"]}` {
		t.Errorf("the newest rules are %s, %v", rules, err)
	}
	taken, err := s.Taken(t.Context())
	if err != nil || len(taken) != 3 {
		t.Fatalf("taken are %+v, %v, want three", taken, err)
	}
	for i, want := range []struct {
		bucket     int64
		counts     string
		incomplete bool
	}{{1, `{"Kept":9}`, true}, {2, `{"Kept":3}`, false}, {4, `{"Kept":9}`, false}} {
		if a := taken[i]; a.Bucket != want.bucket || compact(a.Counts) != want.counts || a.Incomplete != want.incomplete {
			t.Errorf("account %d is %+v, want %+v", i, a, want)
		}
	}
	// The coordinator goes on behind it.
	mustCommit(t, s, leader, 4, taking(5, "next", nil, nil))
}

func adoptIsFenced(t *testing.T, s Subject) {
	old := took(t, s, 2, 4)
	for _, c := range []struct{ leader, bucket int64 }{{old, 2}, {old - 1, 4}, {old + 1, 4}} {
		if err := s.Adopt(t.Context(), c.leader, adoption(c.bucket)); !errors.Is(err, stream.ErrFenced) {
			t.Errorf("as %d at bucket %d: %v, want fenced", c.leader, c.bucket, err)
		}
	}
	wantKept(t, s, keptTally(2), keptTally(4))
	wantRules(t, s, map[string]string{"r": `{"at": 4}`})
}
