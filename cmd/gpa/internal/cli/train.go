package cli

import (
	"errors"
	"fmt"

	"github.com/gpa-stream/gpa/services/turnclassifier"
)

type trainCmd struct {
	Data string `arg:"" type:"existingdir" help:"Folder with the labelled data: satisfaction/, intents/."`
	Out  string `default:"gpa-model" placeholder:"DIR" help:"Folder for the weights and the model card."`
}

// Run is gpa train.
func (c trainCmd) Run(s *session, ctx bound) error {
	out, err := createFolder(c.Out)
	if err != nil {
		return err
	}
	weights, report, err := turnclassifier.Train(ctx, c.Data, func(step string) { _, _ = fmt.Fprintln(s.Err, step) })
	if err != nil {
		return err
	}
	if err := errors.Join(out.write("weights.bin", weights), out.write("model-card.md", report.Markdown())); err != nil {
		return err
	}
	if s.json {
		return writeJSON(s.Out, report)
	}
	s.printf("weights and model card in %s\n", out)
	return nil
}
