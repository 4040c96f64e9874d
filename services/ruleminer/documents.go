package ruleminer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// source is the CloudEvents source of the events.
const source = "gpa/ruleminer"

// documents are rules as JSON, by id.
type documents map[string][]byte

func documentsOf(set schema.RuleSet) (documents, error) {
	docs := make(documents, len(set.Rules))
	for _, r := range plain(set).Rules {
		doc, err := json.Marshal(r)
		if err != nil {
			return nil, fmt.Errorf("encode rule %s: %w", r.ID, err)
		}
		docs[r.ID] = doc
	}
	return docs, nil
}

// since says what is new or not as it was before, and what is no longer there, by id.
func (d documents) since(before documents) (changed []store.Rule, gone []string) {
	for _, id := range slices.Sorted(maps.Keys(d)) {
		if !bytes.Equal(d[id], before[id]) {
			changed = append(changed, store.Rule{ID: id, Doc: d[id]})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if _, ok := d[id]; !ok {
			gone = append(gone, id)
		}
	}
	return changed, gone
}

// events tell of what changed; a rule that is no longer listed leaves a tombstone.
func events(t store.Taking) ([]outbox.Event, error) {
	var all []outbox.Event
	add := func(id string, doc []byte) error {
		e, err := outbox.New(outbox.KindRule, id, schema.TypeRuleChanged, json.RawMessage(doc), t.Bucket,
			outbox.Attributes(source, id, t.EndsAt, t.Bucket))
		if err != nil {
			return err
		}
		if doc == nil {
			e.Payload = nil
		}
		all = append(all, e)
		return nil
	}
	for _, r := range t.Changed {
		if err := add(r.ID, r.Doc); err != nil {
			return nil, err
		}
	}
	for _, id := range t.Gone {
		if err := add(id, nil); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// plain takes the sign off zeros: JSON in Postgres has no negative zero, and a document must be the same bytes
// wherever it was kept.
func plain(set schema.RuleSet) schema.RuleSet {
	set.Rules = slices.Clone(set.Rules)
	for i := range set.Rules {
		r := &set.Rules[i]
		for _, x := range []*float64{&r.Effect, &r.Interval[0], &r.Interval[1], &r.LogE, &r.GroupEffect, &r.VersusEffect} {
			if *x == 0 {
				*x = 0
			}
		}
	}
	return set
}
