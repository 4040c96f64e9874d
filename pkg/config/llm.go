package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The tiers by which reactions are judged.
const (
	TierLocal   = "local"
	TierLLM     = "llm"
	TierCascade = "cascade"
)

// LLM are the settings of the language model that may judge reactions (docs/llm.md).
type LLM struct {
	Tier string `name:"classifier.tier" env:"GPA_CLASSIFIER_TIER" default:"local" help:"How reactions are judged: local, llm, or cascade (a language model where the local tier is unsure)." group:"settings"`

	URL          string        `name:"llm.url" env:"GPA_LLM_URL" help:"OpenAI-compatible server, up to the version: http://host:port/v1." group:"settings"`
	Model        string        `name:"llm.model" env:"GPA_LLM_MODEL" help:"Name under which the server knows the model." group:"settings"`
	Key          string        `name:"llm.key" env:"GPA_LLM_KEY" help:"Key of the server. By variable or file." group:"settings"`
	Timeout      time.Duration `name:"llm.timeout" env:"GPA_LLM_TIMEOUT" default:"30s" help:"How long one try may take." group:"settings"`
	Concurrency  int           `name:"llm.concurrency" env:"GPA_LLM_CONCURRENCY" default:"8" help:"Questions under way at once, in one process." group:"settings"`
	MaxTokens    int           `name:"llm.max_tokens" env:"GPA_LLM_MAX_TOKENS" default:"400" help:"How long an answer may be, thinking included." group:"settings"`
	CascadeBelow float64       `name:"llm.cascade_below" env:"GPA_LLM_CASCADE_BELOW" default:"0.6" help:"Cascade: asked are cases of which the local tier is less sure than this." group:"settings"`

	TokensPerHour int64   `name:"llm.tokens_per_hour" env:"GPA_LLM_TOKENS_PER_HOUR" default:"0" help:"Tokens that may be used in any hour, by all instances together; then the local tier judges. 0 is no limit." group:"settings"`
	USDPerHour    float64 `name:"llm.usd_per_hour" env:"GPA_LLM_USD_PER_HOUR" default:"0" help:"The same in US dollars." group:"settings"`
	USDInput      float64 `name:"llm.usd_per_million_input" env:"GPA_LLM_USD_PER_MILLION_INPUT" default:"0" help:"Price of a million tokens of input." group:"settings"`
	USDOutput     float64 `name:"llm.usd_per_million_output" env:"GPA_LLM_USD_PER_MILLION_OUTPUT" default:"0" help:"Price of a million tokens of output." group:"settings"`

	Keep time.Duration `name:"llm.keep" env:"GPA_LLM_KEEP" default:"720h" help:"How long outcomes are kept, so that a replay pays nothing and decides the same; longer than the topics are." group:"settings"`
}

// Validate says in the user's words what cannot work, when reactions are judged by that tier.
func (c LLM) Validate(tier string) error {
	switch {
	case !slices.Contains([]string{TierLocal, TierLLM, TierCascade}, tier):
		return fmt.Errorf("the tier is %q; expected local, llm or cascade", tier)
	case tier == TierLocal:
		return nil
	case c.URL == "":
		return fmt.Errorf("the tier %s asks a language model: set llm.url (GPA_LLM_URL=http://host:port/v1)", tier)
	case !strings.HasPrefix(c.URL, "http://") && !strings.HasPrefix(c.URL, "https://"):
		return fmt.Errorf("llm.url is %q; expected an address such as http://127.0.0.1:8080/v1", c.URL)
	case c.Model == "":
		return fmt.Errorf("the tier %s asks a language model: set llm.model (GPA_LLM_MODEL)", tier)
	case c.Timeout <= 0:
		return errors.New("llm.timeout must be longer than 0, e.g. 30s")
	case c.Concurrency < 1 || c.Concurrency > 1000:
		return fmt.Errorf("llm.concurrency is %d; expected 1 to 1000", c.Concurrency)
	case c.MaxTokens < 100:
		return fmt.Errorf("llm.max_tokens is %d; a judgement takes at least 100", c.MaxTokens)
	case c.CascadeBelow <= 0 || c.CascadeBelow > 1:
		return fmt.Errorf("llm.cascade_below is %g; expected a probability above 0 and up to 1", c.CascadeBelow)
	case c.TokensPerHour < 0 || c.USDPerHour < 0 || c.USDInput < 0 || c.USDOutput < 0:
		return errors.New("budgets and prices of the language model must not be negative")
	case c.USDPerHour > 0 && c.USDInput == 0 && c.USDOutput == 0:
		return errors.New("llm.usd_per_hour needs prices: set llm.usd_per_million_input and llm.usd_per_million_output")
	case c.Keep < 96*time.Hour:
		return fmt.Errorf("llm.keep is %s; topics with text are kept 3 days, so at least 96h", c.Keep)
	}
	return nil
}
