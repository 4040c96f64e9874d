package measure

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// limit is how many bytes of a text are looked at: longer texts change no reading that matters.
const limit = 60_000

// A scan is what all meters share: the response split once into lines and words, and its cues counted.
type scan struct {
	in Input
	// lines are the prose lines that are not blank, blocks the fenced pieces of code.
	lines  []line
	blocks []block
	// words are those of the prose, without code.
	words []phrase.Word
	// fields counts words as written, between blanks, code included.
	fields int
	// proseBytes and codeBytes divide the text.
	proseBytes, codeBytes int
	marks                 marks
	cues                  [cueCount]tally
	// asked are the words of the prompt.
	asked []phrase.Word
	// content are the words of the prompt that say what it is about.
	content []string
	// hits are used again by each search.
	hits []phrase.Hit
	// restated is what restatesRequest says; other meters look at it too.
	restated float64
	// open is how the response begins.
	open opening
}

// A tally counts the places of one cue; first and last are word indices.
type tally struct{ n, first, last int }

// scans are those that nobody uses: each keeps its memory for the next exchange.
var scans = sync.Pool{New: func() any { return &scan{} }}

// read scans an exchange.
func (s *scan) read(in Input) {
	in.Prompt, in.Response = cut(in.Prompt, limit), cut(in.Response, limit)
	*s = scan{
		in: in, fields: fields(in.Response), words: s.words[:0], lines: s.lines[:0], blocks: s.blocks[:0], asked: s.asked[:0], content: s.content, hits: s.hits,
	}
	s.split()
	s.marks = countMarks(s.lines)
	end := [cueCount]int{}
	s.hits = lexicon().Append(s.hits[:0], s.words)
	for _, h := range s.hits {
		c := cue(h.ID)
		if h.From < end[c] || c.opensSentence() && s.words[h.From].Gap != phrase.Stop {
			continue
		}
		t := &s.cues[c]
		if t.n == 0 {
			t.first = h.From
		}
		t.n++
		t.last, end[c] = h.From, h.To
	}
	s.asked = phrase.Append(s.asked, asked(in.Prompt), 0)
	s.open = s.beginning()
	s.restated = s.restatement()
}

// promptLimit is how many bytes of each end of a prompt are looked at: the request stands there, pasted text between.
const promptLimit = 2000

// asked is the part of a prompt that asks.
func asked(prompt string) string {
	if len(prompt) <= 2*promptLimit {
		return prompt
	}
	end := len(prompt) - promptLimit
	for end < len(prompt) && !utf8.RuneStart(prompt[end]) {
		end++
	}
	return cut(prompt, promptLimit) + "\n" + prompt[end:]
}

// cut shortens a text to so many bytes, not inside a code point.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	end := limit
	for end > limit-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// fields counts the words of a text between blanks. Scripts without spaces count two characters a word.
func fields(text string) int {
	n, spaceless, in := 0, 0, false
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			var begun int
			begun, i, in = asciiFields(text, i, in)
			n += begun
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case r == '\u00a0', r >= 0x3000 && r < 0x3040, r >= 0xFF00 && r < 0xFF10:
			in = false
		case isSpaceless(r):
			spaceless++
			in = false
		case !in:
			n++
			in = true
		}
	}
	return n + spaceless/2
}

// asciiFields counts the words that begin in the ASCII from i on, up to where that ends; in says that one is going on.
func asciiFields(text string, i int, in bool) (n, end int, still bool) {
	before := byte(1)
	if in {
		before = 0
	}
	for ; i < len(text) && text[i] < utf8.RuneSelf; i++ {
		blank := blanks[text[i]]
		n += int(before &^ blank) // Text is too irregular for branches.
		before = blank
	}
	return n, i, before == 0
}

// blanks is 1 for what stands between words.
var blanks = [utf8.RuneSelf]byte{' ': 1, '\n': 1, '\t': 1, '\r': 1}

// isSpaceless knows the scripts that write without spaces: Han, kana, Thai and Lao.
func isSpaceless(r rune) bool {
	return r >= 0x2E80 && r < 0xA4D0 || r >= 0xF900 && r < 0xFB00 || r >= 0x20000 && r < 0x32000 || r >= 0x0E00 && r < 0x0F00
}

// count is how often cues were met.
func (s *scan) count(cues ...cue) float64 {
	n := 0
	for _, c := range cues {
		n += s.cues[c].n
	}
	return float64(n)
}

// rate turns a count into one per 100 words of prose. Short answers are taken as 60 words,
// so that one cue in a single sentence is no high rate.
func (s *scan) rate(n float64) float64 {
	return n * 100 / float64(max(len(s.words), 60))
}

// sentence is the words of the first sentence.
func (s *scan) sentence() []phrase.Word {
	for i := 1; i < len(s.words); i++ {
		if s.words[i].Gap == phrase.Stop {
			return s.words[:i]
		}
	}
	return s.words
}

// last is the last line of prose; empty when code ends the response or there is none.
func (s *scan) last() string {
	if len(s.lines) == 0 {
		return ""
	}
	if n := len(s.blocks); n > 0 && s.blocks[n-1].after == len(s.lines) {
		return ""
	}
	return strings.TrimRight(s.lines[len(s.lines)-1].text, " *_\"')”")
}
