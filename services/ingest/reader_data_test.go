package ingest_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/gpa-stream/gpa/services/ingest"
)

// TestRealConversationsGoThrough reads the chats of the folder that GPA_DATA names.
func TestRealConversationsGoThrough(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("GPA_DATA")
	if folder == "" {
		t.Skip("GPA_DATA names no folder of data")
	}
	for file, want := range map[string]ingest.Counts{
		"sharegpt_600.jsonl.gz": {Records: 600, Conversations: 600},
		"sgd_bulk.jsonl.gz":     {Records: 12174, Conversations: 12174},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			r, err := ingest.Open(ingest.Input{
				Records: ingest.Records{Salt: "s"}, Paths: []string{filepath.Join(folder, "chats", file)},
				Bad: func(b ingest.Bad) { t.Log(b) },
			})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			for {
				if _, err := r.Next(t.Context()); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
			got := r.Counts()
			t.Logf("%+v, warnings %v, summary %+v", got, r.Warnings(), r.Summary())
			want.Turns = got.Turns
			if got != want {
				t.Errorf("counts are %+v, want %+v", got, want)
			}
		})
	}
}
