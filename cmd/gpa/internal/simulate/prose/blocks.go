package prose

import "strconv"

func (d *draft) steps() {
	w := d.w
	w.buf = append(append(w.buf, "\n\n"...), pick(w.rng, leads)...)
	w.buf = append(w.buf, '\n')
	for i, s := range d.topic.steps {
		w.buf = append(w.buf, '\n')
		w.buf = strconv.AppendInt(w.buf, int64(i+1), 10)
		w.buf = append(append(append(w.buf, ". "...), upper(s)...), '.')
		w.count += words(s) + 1
	}
	d.paragraphs++
}

var leads = []string{"The steps:", "Follow these steps:", "Steps:", "Go through these steps:", "Do it in these steps:"}

func (d *draft) table() {
	w, t := d.w, d.topic
	a, b := t.fields[slotA], t.fields[slotB]
	w.buf = append(append(append(append(append(w.buf, "\n\n| | "...), a...), " | "...), b...), " |\n|---|---|---|\n"...)
	first := w.rng.IntN(len(tableRows))
	for i := range 3 {
		row := tableRows[(first+i)%len(tableRows)]
		w.buf = append(append(w.buf, row[w.rng.IntN(len(row))]...), '\n')
	}
	w.buf = w.buf[:len(w.buf)-1]
	w.count += 18
	d.paragraphs++
}

var (
	slotA, _ = slotOf("a")
	slotB, _ = slotOf("b")
)

var tableRows = [][]string{
	{"| set-up | minutes | hours |", "| set-up | an hour | a day |"},
	{"| speed | fair | high |", "| speed | high | fair |"},
	{"| cost | none | small |", "| cost | small | none |"},
	{"| age | ten years | two years |", "| age | young | old |"},
	{"| size | small | large |", "| size | medium | small |"},
}

// code shows the topic's code: a whole program, or the changed lines as a difference, which nobody takes for a program.
func (d *draft) code() {
	if d.show.Has("runnable_code") {
		d.fenced(d.topic.lang, d.topic.program)
	}
	if !d.show.Has("code_share") {
		return
	}
	d.fenced("diff", indent(d.topic.snippet, "+ "))
	if d.show.Has("length") && !d.show.Has("runnable_code") {
		d.fenced("diff", indent(d.topic.program, "+ "))
	}
}

func (d *draft) fenced(language, body string) {
	w := d.w
	w.buf = append(append(append(w.buf, "\n\n```"...), language...), '\n')
	w.buf = append(append(w.buf, body...), "\n```"...)
	d.paragraphs++
}
