package turnclassifier

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/fit"
)

// TrainingReport says how good trained models are, on what they were not fitted on.
type TrainingReport = fit.Report

// Train fits the local models from the labelled data in a folder (with satisfaction/ and intents/) and from the own rows
// that come with the program. It gives the files weights.bin (for ParseModel), model-card.md and report.json by name.
// Equal data gives equal files. Progress, which may be nil, is told each step.
func Train(ctx context.Context, dataDir string, progress func(step string)) (map[string][]byte, error) {
	data, report, err := TrainWeights(ctx, dataDir, progress)
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		return nil, fmt.Errorf("train: encode report: %w", err)
	}
	return map[string][]byte{
		"weights.bin": data, "model-card.md": []byte(report.Markdown()), "report.json": append(text, '\n'),
	}, nil
}

// TrainWeights is Train with the weights and the report as values.
func TrainWeights(ctx context.Context, dataDir string, progress func(step string)) ([]byte, *TrainingReport, error) {
	if _, err := os.Stat(dataDir); err != nil {
		return nil, nil, fmt.Errorf("train: open data: %w", err)
	}
	data, report, err := fit.Train(ctx, os.DirFS(dataDir), progress)
	if err != nil {
		return nil, nil, fmt.Errorf("train: %w", err)
	}
	return data, report, nil
}
