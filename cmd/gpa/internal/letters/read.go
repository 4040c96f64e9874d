package letters

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// A Source gives readers of topics, as a broker does.
type Source interface {
	Read(ctx context.Context, p stream.Partition, from int64) (stream.Reader, error)
}

// A Filter chooses letters; the zero value chooses all.
type Filter struct {
	// Stage names one stage.
	Stage string
	// Reason is a part of the reason, in any case.
	Reason string
	// IDs names single letters.
	IDs []string
}

// Match says whether a letter is chosen.
func (f Filter) Match(l Letter) bool {
	if f.Stage != "" && f.Stage != l.Stage {
		return false
	}
	if f.Reason != "" && !strings.Contains(strings.ToLower(l.Reason), strings.ToLower(f.Reason)) {
		return false
	}
	if len(f.IDs) == 0 {
		return true
	}
	return slices.Contains(f.IDs, l.ID)
}

// List reads the chosen letters of a topic to where it ends now, each once, without the records that they hold.
func List(ctx context.Context, s Source, topic string, f Filter) ([]Letter, error) {
	var (
		all  []Letter
		seen = map[string]int{}
	)
	err := Walk(ctx, s, topic, -1, func(l Letter) (bool, error) {
		if !f.Match(l) {
			return true, nil
		}
		if i, again := seen[l.same()]; again {
			all[i].Repeats++
			return true, nil
		}
		seen[l.same()] = len(all)
		l.record = nil
		all = append(all, l)
		return true, nil
	})
	return all, err
}

// Walk gives the letters of a topic from an offset on (negative: from the first), until each says stop or the topic
// ends.
func Walk(ctx context.Context, s Source, topic string, from int64, each func(Letter) (more bool, err error)) error {
	r, err := s.Read(ctx, stream.Partition{Topic: topic}, from)
	if err != nil {
		return fmt.Errorf("read %s: %w", topic, err)
	}
	defer r.Close()
	for {
		records, atEnd, err := r.Fetch(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", topic, err)
		}
		for _, rec := range records {
			l, err := Parse(rec)
			if err != nil {
				return err
			}
			if more, err := each(l); err != nil || !more {
				return err
			}
		}
		if atEnd {
			return nil
		}
	}
}
