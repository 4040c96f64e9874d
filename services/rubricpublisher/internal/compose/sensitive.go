package compose

import "strings"

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
		for _, s := range sensitive {
			if w == s {
				return true
			}
		}
	}
	return false
}
