package intent

import (
	"slices"

	"github.com/gpa-stream/gpa/pkg/pack"
)

// Other is the intent, and the domain, of a request that no intent of the pack covers.
const Other = pack.Other

// reaching are intents of shipped packs that reach into the field of another pack: their examples say nothing about what
// that pack does not cover. The general pack covers everything.
var reaching = map[string][]string{
	"programming": {"general/programming"},
	"support":     {"general/programming", "general/recommendation", "general/information", "health/care_navigation"},
	"education": {
		"general/information", "general/explanation", "general/how_to", "general/advice", "general/writing", "general/rewriting",
		"general/summarization", "general/translation", "general/planning", "general/calculation", "general/analysis",
		"programming/technical_explanation", "programming/concept_learning",
	},
	"health": {
		"general/information", "general/explanation", "general/how_to", "general/advice", "general/recommendation", "general/planning",
		"general/conversation", "support/contact_agent",
	},
}

// halves are intents of which a pack keeps only half as background, because requests of its own
// field are put in the same words.
var halves = map[string][]string{"programming": {"general/how_to", "general/explanation"}}

// Background are the examples of the shipped packs whose fields are other ones than the named pack's: they show a
// classifier what it does not cover. A pack from elsewhere may cover anything, and has none.
func Background(name string) []string {
	out := reaching[name]
	if out == nil {
		return nil
	}
	packs, err := pack.Shipped()
	if err != nil {
		return nil
	}
	var examples []string
	for _, p := range packs {
		if p.Name == name {
			continue
		}
		for _, i := range p.Intents {
			switch at := p.Name + "/" + i.Name; {
			case slices.Contains(out, at):
			case slices.Contains(halves[name], at):
				examples = append(examples, i.Examples[:len(i.Examples)/2]...)
			default:
				examples = append(examples, i.Examples...)
			}
		}
	}
	return examples
}
