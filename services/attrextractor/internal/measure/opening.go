package measure

import (
	"strings"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// An opening is how a response begins.
type opening struct {
	// announced says that a sentence near the start announces what follows: "Here is the script:".
	announced bool
	// lead is how many words stand before that sentence or, when none announces, before the first list, table or code.
	lead int
	// from and to bound the words of that sentence.
	from, to int
}

// openingWords is how far into a response an announcement belongs to its opening.
const openingWords = 80

// beginning looks for what the response opens with.
func (s *scan) beginning() opening {
	body := s.body()
	end := min(body, openingWords)
	at := -1
	if t := s.cues[cueAnnounce]; t.n > 0 && t.first < end {
		at = t.first
	}
	for i := range s.lines {
		l := &s.lines[i]
		if l.from >= end || l.kind != plain {
			break
		}
		if strings.HasSuffix(l.text, ":") && l.to > l.from && (at < 0 || l.to <= at) {
			at = l.to - 1
			break
		}
	}
	if at < 0 {
		if body == len(s.words) {
			body = 0
		}
		return opening{lead: body}
	}
	o := opening{announced: true}
	o.from, o.to = s.around(at)
	o.lead = o.from
	return o
}

// body is the first word of the first list, table or piece of code; the number of words when there is none.
func (s *scan) body() int {
	from := len(s.words)
	for i := range s.lines {
		if k := s.lines[i].kind; k == bullet || k == numbered || k == row {
			from = s.lines[i].from
			break
		}
	}
	if len(s.blocks) > 0 {
		if after := s.blocks[0].after; after < len(s.lines) {
			from = min(from, s.lines[after].from)
		}
	}
	return from
}

// around bounds the sentence that a word stands in.
func (s *scan) around(word int) (from, to int) {
	from, to = word, word+1
	for from > 0 && s.words[from].Gap != phrase.Stop {
		from--
	}
	for to < len(s.words) && s.words[to].Gap != phrase.Stop {
		to++
	}
	return from, to
}

// atOnce says that an announcement opens the response, if need be behind a word such as "sure".
func (o opening) atOnce() bool { return o.announced && o.lead <= 2 }

// leadsIn says that the opening holds a phrase that only leads to the matter.
func (s *scan) leadsIn() bool {
	t := s.cues[cueLead]
	return t.n > 0 && t.first < max(len(s.sentence()), s.open.to, min(s.open.lead, openingWords))
}
