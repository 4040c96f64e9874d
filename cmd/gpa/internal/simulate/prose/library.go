package prose

import (
	"embed"
	"fmt"

	"github.com/gpa-stream/gpa/pkg/yamldoc"
)

//go:embed pools/*.yaml
var pools embed.FS

// A Library holds all phrases, ready for use. It is never changed after Open.
type Library struct {
	topics  []Topic
	kinds   []kind
	aspects [][]template
	jargon  []template
	fillers []template
	react   reactions
	wishes  []wishes
	foreign map[string]tongue
}

// kind is how users ask for one intent, and how a plain answer reads.
type kind struct {
	name                   string
	prompts, again, answer []template
}

// wishes are the words by which users ask for more or less of an aspect.
type wishes struct{ More, Less, Ask []template }

// Open reads the phrases that come with the program.
func Open() (*Library, error) {
	l := &Library{foreign: map[string]tongue{}}
	for _, read := range []func() error{l.readTopics, l.readKinds, l.readAspects, l.readFillers, l.readWishes, l.readReactions, l.readTongues} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// Kinds are the names of the intents that the library can write, sorted.
func (l *Library) Kinds() []string {
	var out []string
	for _, k := range l.kinds {
		out = append(out, k.name)
	}
	return out
}

// Kind is the index of an intent by name, or -1.
func (l *Library) Kind(name string) int {
	for i, k := range l.kinds {
		if k.name == name {
			return i
		}
	}
	return -1
}

// Topics is the number of topics.
func (l *Library) Topics() int { return len(l.topics) }

func readPool(name string, into any) error {
	b, err := pools.ReadFile("pools/" + name + ".yaml")
	if err != nil {
		return fmt.Errorf("read phrases: %w", err)
	}
	if err := yamldoc.Strict(b, into); err != nil {
		return fmt.Errorf("read phrases of %s: %w", name, err)
	}
	return nil
}
