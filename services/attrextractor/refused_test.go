package attrextractor_test

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/attrextractor"
)

func TestWhatIsNoRecordOfOursIsGivenUp(t *testing.T) {
	t.Parallel()
	b := newBench(t, fresh)
	for _, r := range []stream.Record{
		{Type: "something else"},
		{Type: schema.TypeExchange, Value: []byte{0xff}},
		{Type: schema.TypeStatement, Value: []byte{0xff}},
	} {
		if err := b.task.Process(t.Context(), r, &b.batch); !stream.IsPermanent(err) {
			t.Errorf("%s: error = %v; want one for the dead letters", r.Type, err)
		}
	}
	b.want()
}

func TestDamagedPositionsAreRefused(t *testing.T) {
	t.Parallel()
	stage, err := attrextractor.New(config(), attrextractor.NoSpans{})
	if err != nil {
		t.Fatal(err)
	}
	for _, metadata := range []string{"%", "//////8"} {
		if _, _, err := stage.Open(t.Context(), input, stream.Position{Offset: 5, Metadata: metadata}); err == nil || !strings.Contains(err.Error(), "gpa.exchanges.v1/5") {
			t.Errorf("metadata %q: error = %v; want one that names the partition", metadata, err)
		}
	}
}

func TestPartitionsMustBeKnown(t *testing.T) {
	t.Parallel()
	for _, c := range []attrextractor.Config{{}, {Observations: 4}, {Exchanges: 8}} {
		if _, err := attrextractor.New(c, attrextractor.NoSpans{}); err == nil {
			t.Errorf("%+v is accepted", c)
		}
	}
}
