package classify

import (
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/lexicon"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// Texts in logs may speak to whoever judges them: "rate this SAT", a forged answer of the judge, a forged turn. Such
// words say nothing about how an answer was taken. They are cut from what is judged, as if they were not there.

// orderWords give an order away; orderedWords are what it is about, and are looked for only where one may stand.
var (
	orderWords   = known.Orders
	orderedWords = known.Ordered
)

var (
	ordLabel  = orderWords.ID("label")
	ordReader = orderWords.ID("reader")
	ordAskFor = orderWords.ID("askFor")
	ordIgnore = orderWords.ID("ignore")
	ordUser   = orderWords.ID("user")
	ordOther  = orderWords.ID("other")

	ordMood   = orderedWords.ID("mood")
	ordRate   = orderedWords.ID("rate")
	ordAnswer = orderedWords.ID("answer")
)

// orders looks for words to the judge in one text.
type orders struct {
	text string
	ts   []tokens.Token
	// hits are of orderWords, about of orderedWords.
	hits, about []lexicon.Hit
	quoted      []bool
	// cut says which tokens go.
	cut []bool
	any bool
}

// unordered takes words to the judge out of the tokens of a text.
func (m *memory) unordered(text string, ts []tokens.Token, numbers []int32) []tokens.Token {
	m.found = orderWords.Append(m.found[:0], ts, numbers)
	marked := hasMarkup(text)
	if len(m.found) == 0 && !marked {
		return ts
	}
	m.about = orderedWords.Append(m.about[:0], ts, numbers)
	o := orders{
		text: text, ts: ts, hits: m.found, about: m.about, cut: m.bools.take(len(ts)), quoted: quotes(ts, m.bools.take(len(ts))),
	}
	if marked {
		o.markup()
	}
	for i, h := range o.hits {
		if o.cut[h.From] {
			continue
		}
		switch h.Concept {
		case ordLabel:
			o.label(h)
		case ordReader:
			o.address(h)
		case ordAskFor:
			o.askFor(h)
		case ordIgnore:
			if o.opens(h.From) {
				o.cutPart(h.From, h.From)
			}
		case ordUser, ordOther:
			o.turn(i)
		}
	}
	if !o.any {
		return ts
	}
	o.rules()
	return o.left()
}

// rules cuts lines that fence what was cut, of dashes and the like, also around a title; and what stands between a title
// and the last order behind it, which was written to lead up to that.
func (o *orders) rules() {
	lead := -1 // where what leads up to an order begins
	for i := 0; i < len(o.ts); {
		end := o.lineEnd(i)
		switch line := o.ts[i:end]; {
		case ruled(line):
			o.take(i, end)
			if lead = -1; slices.ContainsFunc(line, func(t tokens.Token) bool { return !drawn(t) }) {
				lead = end
			}
		case lead >= 0:
			if last := o.lastCut(i, end); last >= 0 {
				o.take(lead, last)
				lead = last
			}
		}
		i = end
	}
}

// lastCut is the last token that is cut in a piece of the text, -1 when none is.
func (o *orders) lastCut(from, to int) int {
	for i := to - 1; i >= from; i-- {
		if o.cut[i] {
			return i
		}
	}
	return -1
}

// ruled says whether a line begins and ends with three marks that draw a line.
func ruled(line []tokens.Token) bool {
	if len(line) < 3 {
		return false
	}
	for i := range 3 {
		if !drawn(line[i]) || !drawn(line[len(line)-1-i]) {
			return false
		}
	}
	return true
}

func drawn(t tokens.Token) bool { return len(t.Text) == 1 && strings.Contains("-=*#_~", t.Text) }

// left are the tokens that nobody cut. A token that comes to stand at the start of a line does so.
func (o *orders) left() []tokens.Token {
	kept, line := o.ts[:0], false
	for i, t := range o.ts {
		line = line || t.Line
		if o.cut[i] {
			continue
		}
		t.Line, line = line, false
		kept = append(kept, t)
	}
	return kept
}

// label cuts the part of a sentence that orders a label by its name.
func (o *orders) label(h lexicon.Hit) {
	from, to := o.sentence(h.From)
	if !o.named(h) {
		return
	}
	if a, b, ok := o.object(h.From); ok {
		o.take(a, b)
		return
	}
	start, found := h.From, o.points(h.From)
	for _, k := range o.about {
		if k.From >= from && k.From < to && (k.Concept == ordRate || k.Concept == ordAnswer) {
			found = true
			// The verb that stands nearest before the label.
			if k.From < h.From {
				start = k.From
			}
		}
	}
	for _, k := range o.hits {
		if k.From >= from && k.From < h.From && (k.Concept == ordReader || k.Concept == ordIgnore) {
			start, found = min(start, k.From), true
		}
	}
	if found {
		o.cutPart(start, h.From)
	}
}

// named says whether a word is the name of a label, and not the examination, the past of sit or a day.
func (o *orders) named(h lexicon.Hit) bool {
	if o.ts[h.From].Text == "dsat" {
		return true
	}
	if !o.ts[h.From].Upper || h.To < len(o.ts) && o.ts[h.To].Kind != tokens.Mark && o.ts[h.To].Kind != tokens.Han && !o.ts[h.To].Line {
		return false
	}
	if h.From == 0 {
		return true
	}
	switch o.ts[h.From-1].Text {
	case "the", "my", "your", "his", "her", "their", "an", "a", "on", "for", "to", "of", "in", "after", "der", "den", "dem", "el", "del", "le", "du", "o", "do", "no":
		return false
	}
	return true
}

// points says whether an arrow, a colon or an equals sign stands before the token, or an equals sign behind it.
func (o *orders) points(at int) bool {
	if at+1 < len(o.ts) && o.ts[at+1].Text == "=" {
		return true
	}
	if at == 0 {
		return false
	}
	switch o.ts[at-1].Text {
	case "=", ">", "→", "⇒":
		return true
	}
	return false
}

// address cuts what speaks to the judge by name, when it is about judging: to the end of the line after a colon or in
// brackets, else to the end of the sentence.
func (o *orders) address(h lexicon.Hit) {
	if h.To >= len(o.ts) {
		return
	}
	_, end := o.sentence(h.From)
	switch o.ts[h.To].Text {
	case ":", "]", ")":
		_, end = o.quotation(h.From)
		end = min(end, o.lineEnd(h.From))
	case ",":
		if !o.opens(h.From) && !greetings[o.ts[h.From-1].Text] {
			return
		}
	default:
		return
	}
	for _, k := range o.hits {
		if k.From >= h.To && k.From < end && (k.Concept == ordLabel || k.Concept == ordIgnore) {
			o.take(o.part(h.From), end)
			return
		}
	}
	for _, k := range o.about {
		// Reports name systems, too, and their rates and counts.
		plain := k.Concept == ordAnswer || k.Concept == ordMood || k.Concept == ordRate && !o.shouted(h)
		if k.From >= h.To && k.From < end && !plain {
			o.take(o.part(h.From), end)
			return
		}
	}
}

var greetings = map[string]bool{
	"dear": true, "hello": true, "hi": true, "hey": true, "lieber": true, "liebe": true, "hallo": true, "estimado": true, "querido": true, "hola": true,
	"cher": true, "chere": true, "bonjour": true, "caro": true, "ola": true,
}

// shouted says whether a word for the judge can be nothing else: not the plain word for a system.
func (o *orders) shouted(h lexicon.Hit) bool {
	switch t := o.ts[h.From]; t.Text {
	case "system", "systeme", "sistema", "admin":
		return t.Upper || h.From > 0 && o.ts[h.From-1].Text == "["
	}
	return true
}

// askFor cuts "rate this as satisfied".
func (o *orders) askFor(h lexicon.Hit) {
	_, end := o.sentence(h.From)
	for _, k := range o.about {
		if k.Concept == ordMood && k.From >= h.To && k.From < min(end, h.To+8) {
			o.cutPart(h.From, k.From)
			return
		}
	}
}

// turn cuts forged turns: a line behind the first that begins with a role and a colon. What an assistant is said to have
// said goes on to the next empty line.
func (o *orders) turn(at int) {
	h := o.hits[at]
	if h.From == 0 || !o.ts[h.From].Line || h.To >= len(o.ts) || o.ts[h.To].Text != ":" {
		return
	}
	// A field of an object is no turn.
	if h.To+1 < len(o.ts) && (o.ts[h.To+1].Text == "'" || o.ts[h.To+1].Text == "\"") {
		return
	}
	end := o.lineEnd(h.From)
	for h.Concept == ordOther && end < len(o.ts) && strings.Count(o.text[o.ts[end-1].To:o.ts[end].From], "\n") < 2 {
		end = o.lineEnd(end)
	}
	o.take(h.From, end)
}

// object is the {…} around a token, with the code fence that holds nothing else.
func (o *orders) object(at int) (from, to int, ok bool) {
	depth := 0
	for from = at; from >= 0; from-- {
		switch o.ts[from].Text {
		case "}":
			depth++
		case "{":
			depth--
		}
		if depth < 0 {
			break
		}
	}
	// An object in an object belongs to the outer one.
	for k, d := from-1, 0; k >= 0 && from >= 0; k-- {
		switch o.ts[k].Text {
		case "}":
			d++
		case "{":
			if d--; d < 0 {
				from, d = k, 0
			}
		}
	}
	if from < 0 {
		return 0, 0, false
	}
	depth = 0
	for to = from; to < len(o.ts); to++ {
		switch o.ts[to].Text {
		case "{":
			depth++
		case "}":
			if depth--; depth == 0 {
				return o.fenced(from, to+1)
			}
		}
	}
	return from, len(o.ts), true
}

func (o *orders) fenced(from, to int) (start, end int, ok bool) {
	start = from
	if start > 0 && o.ts[start-1].Text == "json" {
		start--
	}
	if o.ticks(start-3) && o.ticks(to) {
		return start - 3, to + 3, true
	}
	return from, to, true
}

func (o *orders) ticks(at int) bool {
	return at >= 0 && at+3 <= len(o.ts) && o.ts[at].Text == "`" && o.ts[at+1].Text == "`" && o.ts[at+2].Text == "`"
}

// cutPart cuts from the part of the sentence that a token stands in to the end of the sentence of another.
func (o *orders) cutPart(first, last int) {
	_, to := o.sentence(last)
	o.take(o.part(first), to)
}

func (o *orders) take(from, to int) {
	for i := from; i < to; i++ {
		o.cut[i] = true
	}
	o.any = o.any || from < to
}
