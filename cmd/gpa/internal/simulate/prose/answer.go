package prose

import (
	"bytes"
	"math/rand/v2"
	"strings"
)

// A Writer writes texts with one source of random numbers. It is not for concurrent use.
type Writer struct {
	lib *Library
	rng *rand.Rand
	buf []byte
	// count is the number of words of prose in buf.
	count int
}

// NewWriter writes from that library with those random numbers.
func (l *Library) NewWriter(rng *rand.Rand) *Writer { return &Writer{lib: l, rng: rng} }

// longFrom is how many words an answer with the aspect length has at least: the packs call 200 long.
const longFrom = 218

// middle are the aspects whose phrases may stand in any order.
var middle = []string{"definitions", "explains_why", "analogy", "example", "alternatives", "edge_cases", "warnings", "verification", "hedging", "formality", "humour"}

// Answer is an answer to a request of that kind about that topic, which shows exactly those aspects.
func (w *Writer) Answer(kind, topic int, show Set) string {
	w.buf, w.count = w.buf[:0], 0
	t, k := &w.lib.topics[topic], &w.lib.kinds[kind]
	d := draft{w: w, topic: t, show: show}
	d.phrase("restates_request")
	d.phrase("warmth")
	d.say(pick(w.rng, k.answer))
	d.depth()
	if show.Has("step_by_step") {
		d.steps()
	}
	d.code()
	order := w.rng.Perm(len(middle))
	for _, i := range order {
		d.phrase(middle[i])
	}
	if show.Has("length") {
		// A tone that is to be heard in a long answer needs more than one sentence.
		for _, tone := range []string{"analogy", "formality", "explains_why", "warnings"} {
			d.phrase(tone)
		}
	}
	if show.Has("table") {
		d.table()
	}
	d.lengthen()
	d.fillOut()
	d.phrase("sources")
	d.phrase("summary")
	d.phrase("follow_up_question")
	return string(w.buf)
}

// draft is an answer that is being written.
type draft struct {
	w     *Writer
	topic *Topic
	show  Set
	// paragraphs written so far.
	paragraphs int
}

// phrase writes a phrase of the aspect when it is to be shown.
func (d *draft) phrase(aspect string) {
	i := Index(aspect)
	if d.show&(1<<i) != 0 {
		d.say(pick(d.w.rng, d.w.lib.aspects[i]))
	}
}

// say writes a paragraph.
func (d *draft) say(t template) {
	d.open()
	start := len(d.w.buf)
	d.w.buf = t.appendTo(d.w.buf, d.topic)
	d.w.count += words(string(d.w.buf[start:]))
	if d.show.Has("emoji") && (d.paragraphs == 1 || d.show.Has("length") && d.w.rng.IntN(4) == 0) {
		d.w.buf = append(d.w.buf, ' ')
		d.w.buf = append(d.w.buf, pick(d.w.rng, emoji)...)
	}
}

var emoji = []string{"🙂", "🚀", "👍", "✨", "😊", "🎉", "💡", "🔧", "😉", "✅"}

// open starts a paragraph, with a heading or a bullet where the answer is to be structured.
func (d *draft) open() {
	w := d.w
	if d.paragraphs > 0 {
		sep := "\n\n"
		if !d.show.Has("structure") && w.rng.IntN(3) == 0 && !endsBlock(w.buf) {
			sep = " "
		}
		w.buf = append(w.buf, sep...)
	}
	if d.show.Has("structure") {
		switch d.paragraphs {
		case 0:
			w.buf = append(append(w.buf, "## "...), pick(w.rng, firstHeadings)...)
			w.buf = append(w.buf, "\n\n"...)
		case 1:
			w.buf = append(append(w.buf, "## "...), pick(w.rng, nextHeadings)...)
			w.buf = append(w.buf, "\n\n- **"...)
			w.buf = append(append(w.buf, pick(w.rng, labels)...), "** "...)
		default:
			w.buf = append(w.buf, "- "...)
		}
	}
	d.paragraphs++
}

var (
	firstHeadings = []string{"Answer", "The cause", "Where it comes from", "Overview", "What is going on"}
	nextHeadings  = []string{"Details", "Notes", "More on this", "What to know", "Background"}
	labels        = []string{"Note", "Point", "Detail", "Remark"}
)

// endsBlock says whether the text ends in a list, a table or code, after which a sentence needs a line of its own.
func endsBlock(b []byte) bool {
	s := string(b[bytes.LastIndexByte(b, '\n')+1:])
	return strings.HasPrefix(s, "```") || strings.HasPrefix(s, "|") || s != "" && s[0] >= '1' && s[0] <= '9'
}

// depth writes sentences of technical detail, more of them where the answer is long.
func (d *draft) depth() {
	if !d.show.Has("technical_depth") {
		return
	}
	d.phrase("technical_depth")
	first, n := d.w.rng.IntN(len(d.w.lib.jargon)), 2
	if d.show.Has("length") {
		n = 4
	}
	for i := range n {
		d.say(d.w.lib.jargon[(first+i)%len(d.w.lib.jargon)])
	}
}

// fillOut gives a structured answer points enough to be worth a heading.
func (d *draft) fillOut() {
	if !d.show.Has("structure") {
		return
	}
	first := d.w.rng.IntN(len(d.w.lib.fillers))
	for i := 0; d.paragraphs < 4; i++ {
		d.say(d.w.lib.fillers[(first+i)%len(d.w.lib.fillers)])
	}
}

// lengthen adds plain sentences, each at most once, until the answer is long.
func (d *draft) lengthen() {
	if !d.show.Has("length") {
		return
	}
	w := d.w
	order := w.rng.Perm(len(w.lib.fillers))
	for i := 0; i < len(order) && w.count < longFrom; {
		d.open()
		for n := 3 + w.rng.IntN(3); n > 0 && i < len(order) && w.count < longFrom; n-- {
			start := len(w.buf)
			w.buf = w.lib.fillers[order[i]].appendTo(w.buf, d.topic)
			w.count += words(string(w.buf[start:]))
			w.buf = append(w.buf, ' ')
			i++
		}
		w.buf = w.buf[:len(w.buf)-1]
	}
}
