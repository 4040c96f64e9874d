package turnclassifier

import (
	"fmt"
	"slices"
	"strings"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/assemble"
)

// The dimensions that can be inferred where none is given. Nothing else is: no sensitive attribute is ever guessed.
const (
	// DimensionExpertise is novice, intermediate or expert, from the user's own words before the reaction.
	DimensionExpertise = "expertise"
	// DimensionLanguage and DimensionLocale come from the record's locale.
	DimensionLanguage = "language"
	DimensionLocale   = "locale"
)

// sureOfLevel is the probability from which a level of expertise makes a group; below it the user is in none.
const sureOfLevel = 0.6

// A Guesser says how well a user knows the field of the last request, from the user's requests so far.
type Guesser interface {
	Expertise(requests []string) (level string, p float64)
}

func checkInfer(names []string) error {
	for _, n := range names {
		switch n {
		case DimensionExpertise, DimensionLanguage, DimensionLocale:
		default:
			return fmt.Errorf("classifier.infer names %q; only %s, %s and %s are inferred, and no sensitive attribute ever is: give such groups in the records or a group map",
				n, DimensionExpertise, DimensionLanguage, DimensionLocale)
		}
	}
	return nil
}

// infer adds the dimensions that the configuration names and nobody gave.
func (s *Stage) infer(e assemble.Exchange, x *gpav1.Exchange) {
	for _, dimension := range s.config.Infer {
		if slices.ContainsFunc(x.GetGroups(), func(g *gpav1.Group) bool { return g.GetDimension() == dimension }) {
			continue
		}
		value := ""
		switch dimension {
		case DimensionLocale:
			value = x.GetLocale()
		case DimensionLanguage:
			value, _, _ = strings.Cut(strings.ReplaceAll(x.GetLocale(), "_", "-"), "-")
			value = strings.ToLower(value)
		case DimensionExpertise:
			value = s.level(e)
		}
		if value != "" {
			// The record's own groups are shared by all its exchanges.
			x.Groups = append(slices.Clone(x.GetGroups()), &gpav1.Group{Dimension: dimension, Value: value})
		}
	}
	slices.SortFunc(x.Groups, func(a, b *gpav1.Group) int { return strings.Compare(a.GetDimension(), b.GetDimension()) })
}

// level is the user's level by the words before the reaction; empty when they do not say it, or nobody will react.
func (s *Stage) level(e assemble.Exchange) string {
	if s.guesser == nil || !e.Judged() {
		return ""
	}
	level, p := s.guesser.Expertise(requests(e))
	if level == AbstainExpertise || p < sureOfLevel {
		return ""
	}
	return level
}

// requests are the user's own words up to the answer, oldest first.
func requests(e assemble.Exchange) []string {
	var out []string
	for _, turns := range [][]*gpav1.Turn{e.Earlier, e.Prompt} {
		for _, t := range turns {
			out = append(out, t.GetContent())
		}
	}
	return out
}
