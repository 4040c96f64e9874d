package announce_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/announce"
)

func rubric(version int, status string) schema.Rubric {
	at := time.Date(2026, 3, 1, 1, 0, 0, 0, time.FixedZone("CET", 3600))
	return schema.Rubric{ID: "d/g/i", Dimension: "d", Group: "g", Intent: "i", Version: version, Status: status, Items: []schema.Item{}, PublishedAt: &at}
}

func TestOnlyWhatIsInForceIsAnnounced(t *testing.T) {
	t.Parallel()
	undated := rubric(6, schema.Published)
	undated.PublishedAt = nil
	got, err := announce.Events("me", []schema.Rubric{
		rubric(1, schema.Draft), rubric(2, schema.Proposed), rubric(3, schema.Published), rubric(4, schema.Rejected), rubric(5, schema.Retired), undated,
	})
	if err != nil || len(got) != 3 {
		t.Fatalf("events are %+v, %v; want 3", got, err)
	}
	for i, want := range []struct{ kind, sequence, time string }{
		{schema.TypeRubricPublished, "0000000003", "2026-03-01T00:00:00Z"},
		{schema.TypeRubricRetired, "0000000005", "2026-03-01T00:00:00Z"},
		{schema.TypeRubricPublished, "0000000006", "0001-01-01T00:00:00Z"},
	} {
		e := got[i]
		if e.Type != want.kind || e.Headers["ce_sequence"] != want.sequence || e.Headers["ce_time"] != want.time || e.Key != "d/g/i" || e.Kind != outbox.KindRubric {
			t.Errorf("event %d is %+v, want %+v", i, e, want)
		}
	}
	var back schema.Rubric
	if err := json.Unmarshal(got[0].Payload, &back); err != nil || back.Version != 3 || !back.PublishedAt.Equal(*rubric(3, "").PublishedAt) {
		t.Errorf("the payload is %s (%v)", got[0].Payload, err)
	}
}

func TestTheSameVersionHasTheSameID(t *testing.T) {
	t.Parallel()
	id := func(version int) string {
		t.Helper()
		got, err := announce.Events("me", []schema.Rubric{rubric(version, schema.Published)})
		if err != nil {
			t.Fatal(err)
		}
		return got[0].ID
	}
	first, again, other := id(1), id(1), id(2)
	if first != again || first == other {
		t.Errorf("ids are %s, %s and %s; want two the same and another", first, again, other)
	}
}
