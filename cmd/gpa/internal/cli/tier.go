package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/llm/memo"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// tiered are the flags of commands that judge reactions.
type tiered struct {
	Tier string `default:"" enum:",local,llm,cascade" help:"How reactions are judged: local, llm or cascade (default: classifier.tier)."`
	Memo string `placeholder:"FILE" help:"With llm or cascade: keep outcomes in that file, so that a later run over the same input pays nothing and decides the same."`
}

var errMemoWantsSalt = errors.New("--memo needs a salt: outcomes are found again by ids that it keys (--salt or GPA_SALT)")

// store opens the memo: the file, or the process's memory.
func (t tiered) store() (memo.Store, func() error, error) {
	if t.Memo == "" {
		return memo.NewMemory(time.Now), func() error { return nil }, nil
	}
	f, err := memo.OpenFile(t.Memo, time.Now)
	if err != nil {
		return nil, nil, runner.WrongUse(err)
	}
	return f, f.Close, nil
}

// judge is the judge of the tier over the local one. A server that cannot be reached is found here, before the work.
func (t tiered) judge(ctx context.Context, s *session, local *turnclassifier.Local, store memo.Store) (turnclassifier.Judge, error) {
	judge, err := turnclassifier.OfTier(cmp.Or(t.Tier, s.config.LLM.Tier), local, s.config.LLM, store, s.log)
	if err != nil {
		return nil, runner.WrongUse(err)
	}
	asker, ok := judge.(*turnclassifier.Asker)
	if !ok {
		return judge, nil
	}
	if err := asker.Check(ctx); err != nil {
		return nil, fmt.Errorf("llm.url %s: %w", s.config.LLM.URL, err)
	}
	return judge, nil
}

// asked is what a judge asked a language model for; nothing of one that asks none.
func asked(j turnclassifier.Judge) present.LLM {
	a, ok := j.(*turnclassifier.Asker)
	if !ok {
		return present.LLM{}
	}
	t := a.Tally()
	return present.LLM{
		Calls: t.Calls, MemoHits: t.MemoHits, InputTokens: t.Usage.Input, OutputTokens: t.Usage.Output, CostUSD: a.CostUSD(t),
		Met: t.Met, Unsure: t.Unsure, JudgedLocally: t.Local(), SpansDropped: t.Dropped,
	}
}

// askedLine says it to people; empty when nothing was met.
func askedLine(l present.LLM) string {
	if l.Met == 0 {
		return ""
	}
	line := fmt.Sprintf("language model: asked about %s of %s reactions (%.0f %%), %s from the memo, %s calls, %s tokens",
		count(l.Unsure), count(l.Met), 100*float64(l.Unsure)/float64(l.Met), count(l.MemoHits), count(l.Calls), count(l.InputTokens+l.OutputTokens))
	if l.CostUSD > 0 {
		line += fmt.Sprintf(", $%.2f", l.CostUSD)
	}
	var why []string
	for _, reason := range slices.Sorted(maps.Keys(l.JudgedLocally)) {
		why = append(why, fmt.Sprintf("%s %s", count(l.JudgedLocally[reason]), reason))
	}
	if len(why) > 0 {
		line += "; judged by the local tier after all: " + strings.Join(why, ", ")
	}
	return line
}
