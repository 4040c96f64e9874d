//go:build train

package fit

import (
	"bytes"
	"os"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/weights"
)

func TestTrainingTwiceGivesTheShippedWeights(t *testing.T) {
	got, _, err := Train(t.Context(), os.DirFS(data(t)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, weights.Shipped) {
		t.Errorf("training gives %s, shipped is %s", weights.Version(got), weights.Version(weights.Shipped))
	}
}
