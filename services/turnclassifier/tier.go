package turnclassifier

import (
	"log/slog"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/llm"
	"github.com/gpa-stream/gpa/pkg/llm/memo"
	"github.com/gpa-stream/gpa/pkg/llm/openaillm"
)

// OfTier is the judge of a tier: the local one itself, or an Asker over it, which keeps its outcomes in the store.
func OfTier(tier string, local *Local, c config.LLM, store memo.Store, log *slog.Logger) (Judge, error) {
	if err := c.Validate(tier); err != nil {
		return nil, err
	}
	if tier == config.TierLocal {
		return local, nil
	}
	below := c.CascadeBelow
	if tier == config.TierLLM {
		below = always
	}
	return NewAsker(local, AskerConfig{
		Server: openaillm.Config{URL: c.URL, Model: c.Model, Key: c.Key},
		Below:  below, MaxTokens: c.MaxTokens, Log: log,
		Care: llm.Care{
			Timeout: c.Timeout, Concurrency: c.Concurrency,
			Limit: llm.Limit{
				Tokens: c.TokensPerHour, USD: c.USDPerHour, Price: llm.Price{Input: c.USDInput, Output: c.USDOutput},
			},
		},
	}, store)
}
