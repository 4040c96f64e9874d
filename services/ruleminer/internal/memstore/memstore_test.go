package memstore_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/memstore"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store/storetest"
)

func TestMemoryKeepsThePromisesOfAStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(*testing.T) storetest.Subject {
		s := memstore.New()
		return storetest.Subject{
			Store: s,
			Rules: func(context.Context) (map[string]string, error) {
				docs := map[string]string{}
				for id, doc := range s.Documents() {
					docs[id] = string(doc)
				}
				return docs, nil
			},
			Events: func(context.Context) ([]string, error) { return slices.Sorted(maps.Keys(s.Events())), nil },
		}
	})
}

func TestABackupIsNotTouchedByWhatFollows(t *testing.T) {
	t.Parallel()
	s := memstore.New()
	backup := s.Snapshot()
	err := s.Close(t.Context(), 0, store.NoBucket, store.Position{ClosedThrough: 4}, []store.Row{{Bucket: 4, Tally: []byte("x")}})
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := backup.Position(t.Context(), 0); p.ClosedThrough != store.NoBucket {
		t.Errorf("the backup stands at bucket %d", p.ClosedThrough)
	}
	if rows, _ := backup.Tallies(t.Context(), 4); len(rows) != 0 {
		t.Errorf("the backup holds %d tallies", len(rows))
	}
}
