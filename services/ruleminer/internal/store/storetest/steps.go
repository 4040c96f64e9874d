package storetest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

func row(bucket int64, tally string) store.Row {
	return store.Row{Bucket: bucket, Tally: []byte(tally)}
}

func through(bucket int64) store.Position {
	return store.Position{ClosedThrough: bucket, NextOffset: bucket * 10}
}

// taking is of a bucket whose rules say in which bucket they changed.
func taking(bucket int64, state string, changed, gone []string) store.Taking {
	t := store.Taking{
		Bucket: bucket, EndsAt: time.Unix(bucket, 0).UTC(), State: []byte(state), Gone: gone,
		Rules: fmt.Appendf(nil, `{"rules":[%d]}`, bucket), Counts: []byte(`{"Kept":3}`),
	}
	for _, id := range changed {
		doc := fmt.Appendf(nil, `{"at": %d}`, bucket)
		t.Changed = append(t.Changed, store.Rule{ID: id, Doc: doc})
		t.Events = append(t.Events, event(bucket, id, doc))
	}
	for _, id := range gone {
		t.Events = append(t.Events, event(bucket, id, nil))
	}
	return t
}

func event(bucket int64, id string, doc []byte) outbox.Event {
	return outbox.Event{ID: outbox.EventID(id, strconv.FormatInt(bucket, 10)), Kind: outbox.KindRule, Key: id, Type: "changed", Payload: doc}
}

func mustClose(t *testing.T, s Subject, partition int32, believed int64, next store.Position, rows ...store.Row) {
	t.Helper()
	if err := s.Close(t.Context(), partition, believed, next, rows); err != nil {
		t.Fatal(err)
	}
}

func mustLead(t *testing.T, s Subject) store.Term {
	t.Helper()
	term, err := s.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return term
}

func mustCommit(t *testing.T, s Subject, leader, previous int64, taking store.Taking) {
	t.Helper()
	if err := s.Commit(t.Context(), leader, previous, taking); err != nil {
		t.Fatal(err)
	}
}

func wantPosition(t *testing.T, s Subject, partition int32, want store.Position) {
	t.Helper()
	got, err := s.Position(t.Context(), partition)
	if err != nil {
		t.Fatal(err)
	}
	if got.ClosedThrough != want.ClosedThrough || got.NextOffset != want.NextOffset ||
		!bytes.Equal(got.Clock, want.Clock) || !bytes.Equal(got.Counters, want.Counters) {
		t.Errorf("partition %d stands at %+v, want %+v", partition, got, want)
	}
}

func wantTallies(t *testing.T, s Subject, bucket int64, want ...string) {
	t.Helper()
	rows, err := s.Tallies(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, string(r))
	}
	if !slices.Equal(got, want) {
		t.Errorf("tallies of bucket %d are %q, want %q", bucket, got, want)
	}
}

// wantNext wants that bucket next, -1 for none.
func wantNext(t *testing.T, s Subject, after int64, partitions int, want int64) {
	t.Helper()
	got, ok, err := s.Next(t.Context(), after, partitions)
	if err != nil {
		t.Fatal(err)
	}
	if ok != (want >= 0) || (ok && got != want) {
		t.Errorf("after %d of %d partitions comes %d (%v), want %d", after, partitions, got, ok, want)
	}
}

func wantRules(t *testing.T, s Subject, want map[string]string) {
	t.Helper()
	got, err := s.Rules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got, want) {
		t.Errorf("rules are %v, want %v", got, want)
	}
}

func wantExplained(t *testing.T, s Subject, want string) {
	t.Helper()
	got, err := s.Explained(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("explanations are %s, want %s", got, want)
	}
}
