package turnclassifier

import (
	"context"
	"errors"
	"fmt"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/expertise"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/intent"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/weights"
)

// ReactionInput is an exchange that is to be judged: prompt, response, and what the user said next.
type ReactionInput = classify.Input

// ReactionJudgement is how the user took the response.
type ReactionJudgement = classify.Judgement

// ReactionSpan is the piece of a reaction that carries the judgement.
type ReactionSpan = classify.Span

// ReactionLabel is SAT, neutral or DSAT.
type ReactionLabel = classify.Label

// The labels, in the order of ReactionJudgement.P.
const (
	SAT     = classify.SAT
	Neutral = classify.Neutral
	DSAT    = classify.DSAT
)

// OtherIntent is the intent and the domain of a request that a pack does not cover.
const OtherIntent = intent.Other

// AbstainExpertise is the level of a user whose words do not say it.
const AbstainExpertise = expertise.Abstain

// Model is the local tier: it judges reactions and says intent and expertise, without a network. It is safe for
// concurrent use, except for LoadPack.
type Model struct {
	version      string
	chats, tasks *classify.Model
	packs        map[string]loaded
}

// loaded is a pack that is ready.
type loaded struct {
	source  *pack.Pack
	intents *intent.Classifier
	tasks   bool
}

// LoadModel is the model that ships with the program.
func LoadModel() (*Model, error) { return ParseModel(weights.Shipped) }

// ParseModel is the model of the weights that Train made.
func ParseModel(data []byte) (*Model, error) {
	file, err := weights.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("load model: %w", err)
	}
	m := &Model{version: weights.Version(data), chats: file.Chats, tasks: file.Tasks, packs: map[string]loaded{}}
	shipped, err := pack.Shipped()
	if err != nil {
		return nil, fmt.Errorf("load model: %w", err)
	}
	for _, p := range shipped {
		c, err := fitted(file, p)
		if err != nil {
			return nil, fmt.Errorf("load model: %w", err)
		}
		m.packs[p.Name] = loaded{p, c, p.Conversations == pack.Tasks}
	}
	return m, nil
}

func fitted(file *weights.File, p *pack.Pack) (*intent.Classifier, error) {
	for _, w := range file.Packs {
		if w.Name == p.Name {
			return intent.With(p, w.Weights)
		}
	}
	return nil, fmt.Errorf("the weights lack pack %s", p.Name)
}

// Version names the weights, e.g. local-1f8a9c03d2e4: equal versions judge alike.
func (m *Model) Version() string { return m.version }

// Packs are the names of the packs that ship with the program.
func Packs() []string { return pack.Names() }

// LoadPack adds a domain pack, YAML, and gives its name. It must not run beside other methods.
func (m *Model) LoadPack(ctx context.Context, data []byte) (name string, err error) {
	p, err := pack.Parse(data)
	if err != nil {
		return "", fmt.Errorf("load pack: %w", err)
	}
	return p.Name, m.fitPack(ctx, p)
}

// fitPack fits the intents of a pack to its examples, and adds it.
func (m *Model) fitPack(ctx context.Context, p *pack.Pack) error {
	c, err := intent.Fit(ctx, p, nil, intent.Background(p.Name))
	if err != nil {
		return fmt.Errorf("load pack: %w", err)
	}
	m.packs[p.Name] = loaded{p, c, p.Conversations == pack.Tasks}
	return nil
}

// ErrPack says that no pack of that name was loaded.
var ErrPack = errors.New("no such domain pack")

// HasPack says whether a pack is known: one of Packs, or one that was loaded.
func (m *Model) HasPack(name string) bool {
	_, ok := m.packs[name]
	return ok
}

// Judge judges an exchange; the pack chooses between the calibration for task dialogues and that for chats.
func (m *Model) Judge(name string, in ReactionInput) ReactionJudgement {
	if m.packs[name].tasks {
		return m.tasks.Judge(in)
	}
	return m.chats.Judge(in)
}

// Intent says what a request is for, by a pack, with the domain and the probability. A pack that is not known gives
// OtherIntent.
func (m *Model) Intent(of, prompt string) (name, domain string, p float64) {
	k, ok := m.packs[of]
	if !ok {
		return OtherIntent, OtherIntent, 1
	}
	return k.intents.Intent(prompt)
}

// Expertise guesses the user's level from the user's turns before the reaction: novice, intermediate, expert or
// abstain, with the probability.
func (m *Model) Expertise(prompts []string) (level string, p float64) {
	return expertise.Level(prompts)
}
