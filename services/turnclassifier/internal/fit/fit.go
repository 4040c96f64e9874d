// Package fit trains the local models and measures them. Equal data gives equal weights, byte for byte.
//
// It reads from a file system that is handed in, and writes nothing.
package fit

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/weights"
)

// Train fits everything from the labelled data in files and from the own rows that come with the program. Progress,
// when not nil, is told what is being done.
func Train(ctx context.Context, files fs.FS, progress func(step string)) ([]byte, *Report, error) {
	if progress == nil {
		progress = func(string) {}
	}
	report := &Report{}
	file := &weights.File{}
	var err error
	progress("task dialogues")
	if file.Tasks, err = tasks(ctx, files, report); err != nil {
		return nil, nil, fmt.Errorf("fit task dialogues: %w", err)
	}
	progress("chats")
	if file.Chats, err = chats(ctx, files, report); err != nil {
		return nil, nil, fmt.Errorf("fit chats: %w", err)
	}
	progress("intents")
	if file.Packs, err = intents(ctx, files, report); err != nil {
		return nil, nil, fmt.Errorf("fit intents: %w", err)
	}
	data := file.Encode()
	report.Version = weights.Version(data)
	report.Bytes = len(data)
	// What ships is measured, after rounding, not what was fitted.
	if file, err = weights.Decode(data); err != nil {
		return nil, nil, fmt.Errorf("read the weights back: %w", err)
	}
	progress("measuring")
	if err := judge(files, file, report); err != nil {
		return nil, nil, fmt.Errorf("measure: %w", err)
	}
	return data, report, nil
}
