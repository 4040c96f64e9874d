package turnclassifier

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
	"github.com/gpa-stream/gpa/pkg/llm/memo"
	"github.com/gpa-stream/gpa/pkg/llm/openaillm"
	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/ask"
)

// An Asker is a Judge that asks a language model, always or where the local tier is unsure. What the model would not or
// could not say stays as the local tier judged it. Each outcome is kept before it is used, so the same case is judged
// the same for ever.
type Asker struct {
	local  *Local
	config AskerConfig
	client llm.Client
	server *openaillm.Client
	memo   memo.Store
	tally  tally
	warned sync.Map // kinds of outcomes of which the log has been told
}

// AskerConfig says whom an Asker asks, and when.
type AskerConfig struct {
	// Server and model, with their key.
	Server openaillm.Config
	// Below is how sure the local tier must be not to be asked about (llm.cascade_below); above 1 all are asked about.
	Below float64
	// MaxTokens is how long an answer may be, thinking included (llm.max_tokens).
	MaxTokens int
	// Care for the server: timeout, window, retries, breaker, budget. Its ledger is the memo.
	Care llm.Care
	// Log is told of trouble, once a kind; nil tells nobody.
	Log *slog.Logger
}

// always is a Below that asks about everything.
const always = 2

// TierLLM is how a judgement names the language model's tier.
const TierLLM = "llm"

// NewAsker makes an Asker over the local tier.
func NewAsker(local *Local, c AskerConfig, store memo.Store) (*Asker, error) {
	server, err := openaillm.New(c.Server)
	if err != nil {
		return nil, err
	}
	if c.MaxTokens == 0 {
		c.MaxTokens = 400
	}
	if c.Care.Now == nil {
		c.Care.Now = time.Now //nolint:forbidigo // The default of the clock of the budget, which is one of wall-clock hours.
	}
	c.Care.Ledger = store
	a := &Asker{local: local, config: c, server: server, memo: store}
	a.client = llm.Guard(a.tally.counting(server), c.Care)
	return a, nil
}

// Check finds a wrong address or key before the work begins.
func (a *Asker) Check(ctx context.Context) error { return a.server.Check(ctx) }

// Slots is how many questions may be under way at once.
func (a *Asker) Slots() int { return max(a.config.Care.Concurrency, 1) }

// Expertise is the local tier's guess.
func (a *Asker) Expertise(requests []string) (level string, p float64) {
	return a.local.Expertise(requests)
}

// Judge judges by the local tier, and asks where that is unsure. A case that the user rated, or answered without a
// word, is never asked about.
func (a *Asker) Judge(ctx context.Context, c Case, given string, out *gpav1.Exchange) error {
	if err := a.local.Judge(ctx, c, given, out); err != nil {
		return err
	}
	in := input(c)
	if c.Feedback != nil || strings.TrimSpace(strings.Join(in.Reaction, "")) == "" {
		return nil
	}
	j := out.GetJudgement()
	unsure := max(j.GetPSat(), j.GetPNeutral(), j.GetPDsat()) < a.config.Below
	a.tally.met(unsure)
	if !unsure {
		return nil
	}
	held, known, err := memo.Once(ctx, a.memo, a.key(out.GetId(), in), func(ctx context.Context) (memo.Outcome, error) {
		return a.ask(ctx, in)
	})
	if err != nil {
		return err
	}
	a.tally.outcome(held.Kind, known)
	if held.Kind != answered {
		a.warn(held.Kind)
		return nil
	}
	v, err := ask.Recall(held.Answer, in)
	if err != nil {
		// Somebody else wrote it. It stays as it is, so the case is judged the same again.
		a.warn(unreadable)
		return nil //nolint:nilerr // See above.
	}
	if v.Dropped {
		a.tally.dropped()
	}
	a.apply(v, c, out)
	return nil
}

// key names the question: the exchange, and what of it the model is shown, in case it is met again with more turns.
func (a *Asker) key(id string, in ask.Input) memo.Key {
	parts := append([]string{id, strings.Join(in.Earlier, "\x00"), in.Request, in.Response}, in.Reaction...)
	return memo.Key{Input: id + "." + schema.ID(parts...)[:16], Prompt: ask.Version, Model: a.config.Server.Model}
}

// apply replaces the local judgement by the model's. Where the model's evidence was none, the local tier's stays if it
// speaks for the same.
func (a *Asker) apply(v ask.Verdict, c Case, out *gpav1.Exchange) {
	local := out.GetJudgement()
	j := &gpav1.Judgement{
		Label: labels[v.Label], PSat: v.P[SAT], PNeutral: v.P[Neutral], PDsat: v.P[DSAT],
		FeedbackType: v.FeedbackType, Tier: TierLLM, Model: a.config.Server.Model + "/" + ask.Version,
	}
	if e := v.Evidence; e != nil {
		j.Evidence = &gpav1.Span{
			Ordinal: c.Reaction[e.Reaction].GetOrdinal(), Start: uint32(e.Start), End: uint32(e.End), Text: e.Text,
		}
	} else if v.Dropped && local.GetLabel() == j.GetLabel() {
		j.Evidence = local.GetEvidence()
	}
	out.Judgement = j
}

// warn tells the log of the first outcome of a kind that is no answer.
func (a *Asker) warn(kind string) {
	if a.config.Log == nil {
		return
	}
	if _, told := a.warned.LoadOrStore(kind, true); !told {
		a.config.Log.Warn("no answer from the language model: judged by the local tier, and so are further ones",
			slog.String("outcome", kind), slog.String("model", a.config.Server.Model))
	}
}

func input(c Case) ask.Input {
	in := ask.Input{Request: c.PromptText(), Response: c.Response.GetContent()}
	for _, t := range c.Earlier {
		in.Earlier = append(in.Earlier, t.GetContent())
	}
	for _, t := range c.Reaction {
		in.Reaction = append(in.Reaction, t.GetContent())
	}
	return in
}

// boundary is a word that nobody can have foreseen.
func boundary() string { return rand.Text() }
