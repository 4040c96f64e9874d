package cli

import (
	"fmt"
	"os"
	"path/filepath"

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
	files, err := turnclassifier.Train(ctx, c.Data, func(step string) { _, _ = fmt.Fprintln(s.Err, step) })
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(string(out), name)), 0o755); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
		if err := out.write(name, content); err != nil {
			return err
		}
	}
	s.printf("weights and model card in %s\n", out)
	return nil
}
