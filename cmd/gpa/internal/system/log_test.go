//go:build linux && kafka

package system_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate"
)

// full asks for the long runs: 200,000 turns and a minute of trouble each.
var full = os.Getenv("GPA_CRASH_FULL") != ""

// A chatLog is a file of simulated conversations.
type chatLog struct {
	path          string
	conversations int
}

// crashLog is the log that the runs with trouble share: about 40,000 turns, or 200,000.
var crashLog = sync.OnceValues(func() (chatLog, error) {
	s, err := shipped("crash")
	if err != nil {
		return chatLog{}, err
	}
	if !full {
		s.Conversations /= 5
		s.Users /= 4
	}
	return writeLog(filepath.Join(filepath.Dir(command), "crash.jsonl"), s, nil)
})

func shipped(name string) (simulate.Scenario, error) {
	text, err := simulate.Shipped(name)
	if err != nil {
		return simulate.Scenario{}, err
	}
	return simulate.Load(text)
}

// writeLog simulates a log into a file; change, which may be nil, sees every conversation before it is written.
func writeLog(path string, s simulate.Scenario, change func(*simulate.Conversation)) (log chatLog, err error) {
	f, err := os.Create(path)
	if err != nil {
		return chatLog{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	enc := json.NewEncoder(w)
	_, err = simulate.Generate(context.Background(), s, 1, func(c simulate.Conversation) error {
		if change != nil {
			change(&c)
		}
		return enc.Encode(c)
	})
	return chatLog{path: path, conversations: s.Conversations}, errors.Join(err, w.Flush())
}

// crashed is the log of the runs with trouble.
func crashed(t *testing.T) chatLog {
	t.Helper()
	log, err := crashLog()
	if err != nil {
		t.Fatal(err)
	}
	return log
}
