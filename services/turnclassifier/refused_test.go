package turnclassifier_test

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

func TestWhatIsNoRecordOfOursIsGivenUp(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), echo{})
	for _, r := range []stream.Record{
		{Type: "something else"},
		{Type: schema.TypeTurns, Value: []byte{0xff}},
		{Type: schema.TypeStatement, Value: []byte{0xff}},
	} {
		if err := b.task.Process(t.Context(), r, &b.batch); !stream.IsPermanent(err) {
			t.Errorf("%s: error = %v; want one for the dead letters", r.Type, err)
		}
	}
}

func TestSettingsThatCannotWorkAreRefused(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*turnclassifier.Config){
		"classifier.window":              func(c *turnclassifier.Config) { c.Window = 0 },
		"classifier.max_turns":           func(c *turnclassifier.Config) { c.MaxTurns = 1 },
		"classifier.explicit_confidence": func(c *turnclassifier.Config) { c.ExplicitConfidence = 0.5 },
	} {
		c := turnclassifier.Default()
		change(&c)
		if _, err := turnclassifier.New(c, echo{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v; want it to name %s", err, want)
		}
	}
	if _, err := turnclassifier.New(turnclassifier.Default(), echo{}); err != nil {
		t.Errorf("the defaults are refused: %v", err)
	}
}
