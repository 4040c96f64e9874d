package prose

import (
	"slices"
	"strings"
)

// A Mood is how a user takes an answer.
type Mood int

// The moods.
const (
	Satisfied Mood = iota
	Neutral
	Dissatisfied
)

// A Wish is for more or less of Aspects[Aspect].
type Wish struct {
	Aspect int
	More   bool
}

// A Cue says what a reaction is to express.
type Cue struct {
	Kind, Topic int
	Mood        Mood
	// Wish is voiced when it is not nil and there are words for it.
	Wish *Wish
	// Language is the first part of the user's locale.
	Language string
	// NextTopic is what a user turns to who has a new task.
	NextTopic int
}

// Prompt is a request of that kind about that topic.
func (w *Writer) Prompt(kind, topic int) string {
	return pick(w.rng, w.lib.kinds[kind].prompts).fill(&w.lib.topics[topic])
}

// Said is a reaction in words.
type Said struct {
	Text string
	// Moved: it holds a request about Cue.NextTopic. Wished: it voices the wish.
	Moved, Wished bool
}

// Reaction is what a user says to an answer.
func (w *Writer) Reaction(cue Cue) Said {
	t := &w.lib.topics[cue.Topic]
	if tongue, ok := w.lib.foreign[cue.Language]; ok {
		return w.foreign(tongue, cue, t)
	}
	if cue.Wish != nil {
		if s := w.wish(cue, t); s != "" {
			return Said{Text: s, Wished: true}
		}
	}
	r := &w.lib.react
	g := w.group(cue.Mood, w.lib.kinds[cue.Kind].name)
	s := pick(w.rng, g.texts).fill(t)
	switch {
	case g.again:
		return Said{Text: join(s, pick(w.rng, w.lib.kinds[cue.Kind].again).fill(t))}
	case g.next:
		return Said{Text: join(s, w.Prompt(cue.Kind, cue.NextTopic)), Moved: true}
	case cue.Mood == Dissatisfied:
		return Said{Text: w.vary(s, pick(w.rng, r.sourEndings))}
	case cue.Mood == Satisfied:
		return Said{Text: w.vary(s, pick(w.rng, r.endings))}
	}
	return Said{Text: w.vary(s, "")}
}

// group draws a way to react by weight, among those that suit the kind of intent.
func (w *Writer) group(m Mood, kind string) reactionGroup {
	list := w.lib.react.moods[m]
	for {
		n := w.rng.IntN(w.lib.react.totals[m])
		for _, g := range list {
			if n -= g.weight; n >= 0 {
				continue
			}
			if slices.Contains(g.not, kind) {
				break
			}
			return g
		}
	}
}

func (w *Writer) foreign(t tongue, cue Cue, topic *Topic) Said {
	if cue.Wish != nil {
		list := t.less[cue.Wish.Aspect]
		if cue.Wish.More {
			list = t.more[cue.Wish.Aspect]
		}
		if len(list) > 0 {
			return Said{Text: pick(w.rng, list).fill(topic), Wished: true}
		}
	}
	return Said{Text: pick(w.rng, t.moods[cue.Mood]).fill(topic)}
}

// wish is the wish in words, or empty when there are none that fit the mood.
func (w *Writer) wish(cue Cue, t *Topic) string {
	list := w.lib.wishes[cue.Wish.Aspect]
	if cue.Mood == Neutral {
		if !cue.Wish.More || len(list.Ask) == 0 {
			return ""
		}
		return w.vary(pick(w.rng, list.Ask).fill(t), "")
	}
	texts := list.Less
	if cue.Wish.More {
		texts = list.More
	}
	s := pick(w.rng, texts).fill(t)
	switch w.rng.IntN(6) {
	case 0:
		return "thanks, but " + lower(s)
	case 1:
		return join(pick(w.rng, complaints), s)
	case 2:
		return "hm, " + lower(s)
	}
	return w.vary(s, "")
}

var complaints = []string{"Not helpful like this.", "that's not what I need.", "Not what I hoped for.", "I can't use that.", "no good for me."}

// vary gives a reaction an opening, an ending, a small letter or a slip of the keyboard, now and then.
func (w *Writer) vary(s, ending string) string {
	if s == "" || s[0] >= 0x80 {
		return s
	}
	if o := pick(w.rng, w.lib.react.openings); o != "" {
		s = o + lower(s)
	} else if w.rng.IntN(3) == 0 {
		s = lower(s)
	}
	if ending != "" && !strings.ContainsAny(s[len(s)-1:], ".!?`") {
		s += ending
	}
	if w.rng.IntN(25) == 0 {
		s = slip(s, w.rng.IntN(len(s)))
	}
	return s
}

// slip swaps two neighbouring letters after that place, as fast typists do.
func slip(s string, from int) string {
	b := []byte(s)
	for i := from; i+1 < len(b); i++ {
		if letter(b[i]) && letter(b[i+1]) && b[i] != b[i+1] {
			b[i], b[i+1] = b[i+1], b[i]
			return string(b)
		}
	}
	return s
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' }

func lower(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && letter(s[1]) {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}
