package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

// A result is what a run must have in common with a calm one, each thing by its name.
type result struct {
	observations map[string]string // contents by id and time
	tallies      map[string]string // rows by bucket
	rules        string
	accounts     string // what was counted, by bucket
	versions     map[string]string
	late, dead   map[string]string
	// The rest is not compared.
	twice   []string         // ids that came with two contents
	times   map[string]int64 // of observations, by id
	counted int              // exchanges in tallies
	closed  int64            // the bucket through which all have closed
}

func (w *world) result() (result, error) {
	res := result{
		observations: map[string]string{}, tallies: map[string]string{}, versions: map[string]string{},
		late: map[string]string{}, dead: map[string]string{}, times: map[string]int64{},
	}
	for p := range int32(observing) {
		for _, rec := range w.broker.logs[stream.Partition{Topic: prefix + string(schema.TopicObservations), Index: p}] {
			if rec.Type != schema.TypeObservation {
				continue
			}
			var o gpav1.Observation
			if err := proto.Unmarshal(rec.Value, &o); err != nil {
				return res, err
			}
			id := fmt.Sprintf("%s at %d", o.GetId(), o.GetTimeUs()/second-beginning) // The same words may be said again.
			if was, known := res.observations[id]; known && !bytes.Equal([]byte(was), rec.Value) {
				res.twice = append(res.twice, o.String())
			}
			res.observations[id], res.times[id] = string(rec.Value), o.GetTimeUs()
		}
	}
	for _, rec := range w.broker.logs[stream.Partition{Topic: deadLetters}] {
		res.dead[rec.ID] = string(rec.Value)
	}
	for id := range w.late {
		res.late[id] = ""
	}
	return res, w.stored(&res)
}

// stored adds what the database holds.
func (w *world) stored(res *result) error {
	for b, rows := range w.db.miner.tallies {
		res.tallies[fmt.Sprintf("bucket %d", b-beginning/bucket)] = string(bytes.Join(rows, []byte("|")))
	}
	rules, err := w.db.miner.Rules(w.ctx)
	if err != nil {
		return err
	}
	res.rules = string(rules)
	overview, err := w.service.Buckets(w.ctx)
	if err != nil {
		return err
	}
	res.closed = overview.Partitions[0].ClosedThrough
	for _, p := range overview.Partitions {
		res.closed = min(res.closed, p.ClosedThrough)
	}
	res.closed -= beginning / bucket
	report, err := w.service.Report(w.ctx)
	if err != nil {
		return err
	}
	res.counted = int(report.Counts.Exchanges)
	accounts, err := json.Marshal(report)
	if err != nil {
		return err
	}
	res.accounts = string(accounts)
	rubrics, err := w.db.rubrics.Rubrics(w.ctx, rubricpublisher.Filter{})
	if err != nil {
		return err
	}
	for _, r := range rubrics {
		history, err := w.db.rubrics.History(w.ctx, rubricpublisher.Key{Dimension: r.Dimension, Group: r.Group, Intent: r.Intent})
		if err != nil {
			return err
		}
		doc, err := json.Marshal(history)
		if err != nil {
			return err
		}
		res.versions[r.ID] = string(doc)
	}
	return nil
}

// through is how many observations lie in buckets that all have closed.
func (r result) through() (n int) {
	for _, us := range r.times {
		if us/second/bucket-beginning/bucket <= r.closed {
			n++
		}
	}
	return n
}

// differences are the ways in which two results are not the same, in words.
func differences(got, want result, sameLogs bool) []string {
	var bad []string
	differ := func(what string, a, b map[string]string) {
		if keys := differing(a, b); len(keys) > 0 {
			bad = append(bad, fmt.Sprintf("%s differ, %d of %d: %s", what, len(keys), len(b), strings.Join(keys[:min(len(keys), 4)], ", ")))
		}
	}
	if sameLogs {
		differ("late records", got.late, want.late)
		differ("dead letters", got.dead, want.dead)
	}
	differ("observations", got.observations, want.observations)
	differ("tallies", got.tallies, want.tallies)
	differ("rubric versions", got.versions, want.versions)
	if got.rules != want.rules {
		bad = append(bad, "the rules differ")
	}
	if got.accounts != want.accounts {
		bad = append(bad, "the report differs")
	}
	return bad
}

func differing(a, b map[string]string) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	keys := slices.Sorted(maps.Keys(all))
	return slices.DeleteFunc(keys, func(k string) bool {
		x, inA := a[k]
		y, inB := b[k]
		return inA == inB && x == y
	})
}
