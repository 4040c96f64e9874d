package compose

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// sensitive are words that mark a dimension as one on which people must not be told apart without a decision to do
// so: the special categories of data protection law, and those near to them.
var sensitive = []string{
	"ancestry", "belief", "biometric", "caste", "disability", "disabled", "ethnic", "ethnicity", "faith", "gender",
	"genetic", "health", "nationality", "political", "politics", "pregnancy", "pregnant", "race", "religion", "religious",
	"sex", "sexual", "sexuality",
}

// Sensitive says whether a dimension splits people by a sensitive attribute, going by the words of its name.
func Sensitive(dimension string) bool {
	words := strings.FieldsFunc(strings.ToLower(dimension), func(c rune) bool { return (c < 'a' || c > 'z') && c < 0x80 })
	for _, w := range words {
		if slices.Contains(sensitive, w) {
			return true
		}
	}
	return false
}

// maxName is the longest name of a dimension, group or intent, in bytes.
const maxName = 256

// nameable says whether a rubric can bear those names: they come from logs, and one that no database holds would stop
// all rubrics. An empty intent is one that nobody could tell.
func nameable(s schema.Seen) bool {
	if !text(s.Dimension) || !text(s.Group) || !text(s.Intent) {
		return false
	}
	return s.Dimension != "" && s.Group != ""
}

func text(name string) bool {
	return len(name) <= maxName && utf8.ValidString(name) && !strings.ContainsRune(name, 0)
}
