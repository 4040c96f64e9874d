package turnclassifier

import (
	"context"
	"fmt"
	"os"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/fit"
)

// TrainingReport says how good trained models are, on what they were not fitted on; Markdown makes the model card of it.
type TrainingReport = fit.Report

// Train fits the local models from the labelled data in a folder (with satisfaction/ and intents/) and from the own rows
// that come with the program, and gives the weights, for ParseModel, and the report. Equal data gives equal results.
// Progress, which may be nil, is told each step.
func Train(ctx context.Context, dataDir string, progress func(step string)) ([]byte, *TrainingReport, error) {
	if _, err := os.Stat(dataDir); err != nil {
		return nil, nil, fmt.Errorf("train: open data: %w", err)
	}
	data, report, err := fit.Train(ctx, os.DirFS(dataDir), progress)
	if err != nil {
		return nil, nil, fmt.Errorf("train: %w", err)
	}
	return data, report, nil
}
