package config

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

func whole() LLM {
	return LLM{
		URL: "http://127.0.0.1:8000/v1", Model: "m", Timeout: 30 * time.Second, Concurrency: 8, MaxTokens: 400, CascadeBelow: 0.7, Keep: 720 * time.Hour,
	}
}

func TestALocalTierNeedsNoLanguageModel(t *testing.T) {
	t.Parallel()
	if err := (LLM{}).Validate(TierLocal); err != nil {
		t.Error(err)
	}
}

func TestWhatALanguageModelNeedsIsNamed(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		change func(*LLM)
		want   string
	}{
		{func(*LLM) {}, ""},
		{func(c *LLM) { c.USDPerHour, c.USDOutput = 1, 0.5 }, ""},
		{func(c *LLM) { c.URL = "" }, "llm.url"},
		{func(c *LLM) { c.URL = "127.0.0.1:8000" }, "llm.url"},
		{func(c *LLM) { c.Model = "" }, "llm.model"},
		{func(c *LLM) { c.Timeout = 0 }, "llm.timeout"},
		{func(c *LLM) { c.Concurrency = 0 }, "llm.concurrency"},
		{func(c *LLM) { c.Concurrency = 5000 }, "llm.concurrency"},
		{func(c *LLM) { c.MaxTokens = 20 }, "llm.max_tokens"},
		{func(c *LLM) { c.CascadeBelow = 0 }, "llm.cascade_below"},
		{func(c *LLM) { c.CascadeBelow = 1.01 }, "llm.cascade_below"},
		{func(c *LLM) { c.TokensPerHour = -1 }, "negative"},
		{func(c *LLM) { c.USDInput = -1 }, "negative"},
		{func(c *LLM) { c.USDPerHour = 1 }, "llm.usd_per_million_input"},
		{func(c *LLM) { c.Keep = time.Hour }, "llm.keep"},
	} {
		for _, tier := range []string{TierLLM, TierCascade} {
			c := whole()
			x.change(&c)
			err := c.Validate(tier)
			if x.want == "" && err != nil || x.want != "" && (err == nil || !strings.Contains(err.Error(), x.want)) {
				t.Errorf("%s, %+v: error is %v, want one that names %q", tier, c, err, x.want)
			}
		}
	}
	if err := whole().Validate("oracle"); err == nil || !strings.Contains(err.Error(), "local, llm or cascade") {
		t.Errorf("error is %v", err)
	}
}

func TestTheDefaultsAreValid(t *testing.T) {
	t.Parallel()
	var cli struct {
		Config `embed:""`
	}
	parser, err := kong.New(&cli)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{"--classifier.tier=cascade", "--llm.url=http://h/v1", "--llm.model=m"}); err != nil {
		t.Fatal(err)
	}
	if err := cli.Config.Validate(); err != nil {
		t.Error(err)
	}
}

func TestTheKeyOfAServerIsNotPrinted(t *testing.T) {
	t.Parallel()
	var cli struct {
		Config `embed:""`
	}
	parser, err := kong.New(&cli, kong.ExplicitGroups([]kong.Group{{Key: "settings"}}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, err := parser.Parse([]string{"--llm.key=sk-very-secret"})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Print(&out, ctx, &File{}); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); strings.Contains(text, "sk-very-secret") || !strings.Contains(text, "llm.key:") || !strings.Contains(text, "(set)") {
		t.Errorf("printed:\n%s", text)
	}
}
