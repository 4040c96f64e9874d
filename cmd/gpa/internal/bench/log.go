package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate"
)

// A log is the input of all ways: a file of conversations in the native format.
type log struct {
	path          string
	conversations []simulate.Conversation
	turns, bytes  int
	// exchanges counts the answers that follow a request.
	exchanges int
}

// scenario is what the log is drawn from: large answers in six intents, four languages, one user who is far too loud.
const scenario = "planted"

// writeLog writes that many conversations to a file in dir.
func writeLog(ctx context.Context, dir string, conversations int) (*log, error) {
	text, err := simulate.Shipped(scenario)
	if err != nil {
		return nil, err
	}
	s, err := simulate.Load(text)
	if err != nil {
		return nil, err
	}
	s.Conversations, s.Users = conversations, max(conversations/8, 500)
	l := &log{path: filepath.Join(dir, "chats.jsonl")}
	f, err := os.Create(l.path)
	if err != nil {
		return nil, fmt.Errorf("write the log: %w", err)
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	truth, err := simulate.Generate(ctx, s, 1, func(c simulate.Conversation) error {
		line, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("encode %s: %w", c.ID, err)
		}
		l.bytes += len(line) + 1
		if len(l.conversations) < keep {
			l.conversations = append(l.conversations, c)
		}
		_, err = w.Write(append(line, '\n'))
		return err
	})
	if err != nil {
		return nil, err
	}
	l.turns, l.exchanges = truth.Counts.Turns, truth.Counts.Exchanges
	if err := w.Flush(); err != nil {
		return nil, fmt.Errorf("write the log: %w", err)
	}
	return l, f.Close()
}

// part is the beginning of the log as a log of its own.
func (l *log) part(conversations int) (*log, error) {
	p := &log{path: l.path + ".part", conversations: l.conversations[:min(conversations, len(l.conversations))]}
	var lines bytes.Buffer
	for _, c := range p.conversations {
		line, err := json.Marshal(c)
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", c.ID, err)
		}
		lines.Write(append(line, '\n'))
		p.turns += len(c.Turns)
		for _, t := range c.Turns {
			if t.Role == "assistant" {
				p.exchanges++
			}
		}
	}
	p.bytes = lines.Len()
	if err := os.WriteFile(p.path, lines.Bytes(), 0o600); err != nil {
		return nil, fmt.Errorf("write a part of the log: %w", err)
	}
	return p, nil
}

// keep is how many conversations stay in memory, for the runs that need them one by one.
const keep = 20_000
