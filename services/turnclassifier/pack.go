package turnclassifier

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/intent"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/weights"
)

// packFolds of the cross-validation of a pack.
const packFolds = 5

// MeasurePack cross-validates a pack on its own examples and on labelled requests beside them.
func MeasurePack(ctx context.Context, p *pack.Pack, more []LabelledRequest) (RequestMeasure, error) {
	return evaluate.OfPack(ctx, p, more, packFolds)
}

// TrainPack fits a pack on its examples and on labelled requests, and gives the weights for the file that TrainedPath
// names.
func TrainPack(ctx context.Context, p *pack.Pack, more []LabelledRequest) ([]byte, error) {
	examples := make([]intent.Example, len(more))
	for i, r := range more {
		examples[i] = intent.Example{Request: r.Text, Intent: r.Intent}
	}
	c, err := intent.Fit(ctx, p, examples, intent.Background(p.Name))
	if err != nil {
		return nil, fmt.Errorf("train pack: %w", err)
	}
	return weights.EncodePack(p.Digest, c.Weights()), nil
}

// TrainedPath is where the weights of a pack's file lie: beside it.
func TrainedPath(packFile string) string {
	return strings.TrimSuffix(packFile, filepath.Ext(packFile)) + ".weights"
}

var errStale = errors.New("the weights were trained for another text of the pack: run `gpa pack train` again, or remove them")

// loadFile adds the pack of a file: with the weights that were trained for it, if they lie beside it, else fitted now.
func (m *Model) loadFile(ctx context.Context, path string, p *pack.Pack) error {
	trained := TrainedPath(path)
	data, err := os.ReadFile(trained)
	if errors.Is(err, fs.ErrNotExist) {
		return m.fitPack(ctx, p)
	}
	if err != nil {
		return fmt.Errorf("load trained pack: %w", err)
	}
	digest, w, err := weights.DecodePack(data)
	if err != nil {
		return fmt.Errorf("load trained pack %s: %w", trained, err)
	}
	if digest != p.Digest {
		return fmt.Errorf("load trained pack %s: %w", trained, errStale)
	}
	c, err := intent.With(p, w)
	if err != nil {
		return fmt.Errorf("load trained pack %s: %w", trained, err)
	}
	m.packs[p.Name] = loaded{p, c, p.Conversations == pack.Tasks}
	return nil
}
