package evaluate

import (
	"fmt"
	"testing"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
)

func TestAPackIsAskedAboutEachOfItsExamplesOnce(t *testing.T) {
	t.Parallel()
	p := &pack.Pack{Name: "garden", Domain: "garden", Intents: []pack.Intent{{Name: "planting"}, {Name: "pests"}}}
	for i := range 10 {
		p.Intents[0].Examples = append(p.Intents[0].Examples, fmt.Sprintf("plant number %d in the bed", i))
		p.Intents[1].Examples = append(p.Intents[1].Examples, fmt.Sprintf("snails ate leaf %d again", i))
		p.Other = append(p.Other, fmt.Sprintf("what is the capital of country %d", i))
	}
	s, err := OfPack(t.Context(), p, garden(5), 5)
	if err != nil {
		t.Fatal(err)
	}
	if s.Scores.Rows != 40 || s.Scores.Accuracy < 0.95 || s.Intents != 2 || s.Fitted != 32 {
		t.Errorf("%d rows, accuracy %v, %d intents, fitted on %d; want 40, nearly all right, 2, 32", s.Scores.Rows, s.Scores.Accuracy, s.Intents, s.Fitted)
	}
	if len(p.Intents[0].Examples) != 10 || len(p.Other) != 10 {
		t.Error("the pack itself was changed")
	}
	none, err := OfPack(t.Context(), p, []corpus.Request{}, 5)
	if err != nil || none.Scores.Rows != 30 {
		t.Errorf("without labelled requests: %d rows, %v", none.Scores.Rows, err)
	}
}
