package prose

import (
	"fmt"
	"maps"
	"slices"
)

// reactions are the English reactions, by mood.
type reactions struct {
	moods  [3][]reactionGroup
	totals [3]int
	// what may stand before and after a reaction.
	openings, endings, sourEndings []string
}

// reactionGroup is one way to react.
type reactionGroup struct {
	weight      int
	next, again bool
	// not are the kinds of intent that this way to react does not suit.
	not   []string
	texts []template
}

// tongue is what users say in another language.
type tongue struct {
	moods [3][]template
	more  [][]template
	less  [][]template
}

type groupFile struct {
	Weight      int
	Next, Again bool
	Not         []string
	Texts       []string
}

func (l *Library) readReactions() error {
	var f struct {
		Satisfied, Neutral, Dissatisfied []groupFile
		Openings, Endings                []string
		SourEndings                      []string `yaml:"sour_endings"`
	}
	if err := readPool("reactions", &f); err != nil {
		return err
	}
	l.react = reactions{openings: f.Openings, endings: f.Endings, sourEndings: f.SourEndings}
	for mood, list := range [3][]groupFile{Satisfied: f.Satisfied, Neutral: f.Neutral, Dissatisfied: f.Dissatisfied} {
		for _, g := range list {
			group := reactionGroup{weight: g.Weight, next: g.Next, again: g.Again, not: g.Not}
			if err := compileInto(&group.texts, g.Texts); err != nil {
				return fmt.Errorf("reactions: %w", err)
			}
			l.react.moods[mood] = append(l.react.moods[mood], group)
			l.react.totals[mood] += g.Weight
		}
	}
	return nil
}

func (l *Library) readTongues() error {
	type twoWays struct{ More, Less []string }
	var byLanguage map[string]struct {
		Satisfied, Neutral, Dissatisfied []string
		Wishes                           map[string]twoWays
	}
	if err := readPool("languages", &byLanguage); err != nil {
		return err
	}
	for _, language := range slices.Sorted(maps.Keys(byLanguage)) {
		f := byLanguage[language]
		t := tongue{more: make([][]template, len(Aspects)), less: make([][]template, len(Aspects))}
		for mood, list := range [3][]string{Satisfied: f.Satisfied, Neutral: f.Neutral, Dissatisfied: f.Dissatisfied} {
			if err := compileInto(&t.moods[mood], list); err != nil {
				return fmt.Errorf("reactions in %s: %w", language, err)
			}
		}
		for i, name := range Aspects {
			var err error
			if t.more[i], err = compileAll(f.Wishes[name].More); err != nil {
				return fmt.Errorf("wishes in %s: %w", language, err)
			}
			if t.less[i], err = compileAll(f.Wishes[name].Less); err != nil {
				return fmt.Errorf("wishes in %s: %w", language, err)
			}
		}
		l.foreign[language] = t
	}
	return nil
}
