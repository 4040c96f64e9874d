package classify

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// A marker opens or ends a turn in the templates by which chats are put to language models, or hides text. What stands
// behind it is another turn's text.
type marker struct {
	open string
	// close ends what it opens; it is empty when the marker stands alone.
	close string
	// user says that it opens a turn of the user: at the start of a text that turn is the text.
	user bool
}

var markers = []marker{
	{"<|im_start|>user", "<|im_end|>", true},
	{"<|im_start|>", "<|im_end|>", false},
	{"<|start_header_id|>user<|end_header_id|>", "<|eot_id|>", true},
	{"<|start_header_id|>", "<|eot_id|>", false},
	{"<|user|>", "<|end|>", true},
	{"<|system|>", "<|end|>", false},
	{"<|assistant|>", "<|end|>", false},
	{"<|", "", false},
	{"<｜user｜>", "<｜assistant｜>", true},
	{"<｜assistant｜>", "<｜end", false},
	{"<｜", "", false},
	{"<start_of_turn>user", "<end_of_turn>", true},
	{"<start_of_turn>", "<end_of_turn>", false},
	{"<end_of_turn>", "", false},
	{"<<sys>>", "<</sys>>", false},
	{"[inst]", "[/inst]", true},
	{"[/inst]", "", false},
	{"<system>", "</system>", false},
	{"<think>", "</think>", false},
	{"<tool_call>", "</tool_call>", false},
	{"<tool_response>", "</tool_response>", false},
	{"<!--", "-->", false},
	{"<s>", "", false},
	{"</s>", "", false},
}

// longestMarker is the length of the longest marker that stands alone.
const longestMarker = 40

// hasMarkup says whether a text may hold what markup cuts.
func hasMarkup(text string) bool {
	for i := 0; ; {
		n := strings.IndexByte(text[i:], '<')
		if n < 0 || i+n+1 >= len(text) {
			break
		}
		i += n + 1
		switch text[i] {
		case '|', 0xef, 's', 'S', 'e', 'E', '<', 't', 'T', '!', '/':
			return true
		}
	}
	return strings.Contains(text, "[INST]") || strings.Contains(text, "[/INST]") || strings.Contains(text, "===") ||
		strings.Contains(text, "oundary:") || strings.Contains(text, "\xf3\xa0")
}

// markup cuts what stands behind the markers of turns, lines that part the parts of a question to a judge, and
// characters that cannot be seen.
func (o *orders) markup() {
	low := strings.ToLower(o.text)
	if len(low) != len(o.text) {
		low = o.text
	}
	start := blank(low, 0)
	for i := 0; i < len(low); {
		n := strings.IndexAny(low[i:], "<[")
		if n < 0 {
			break
		}
		i += n
		to := marked(low, i, i == start)
		o.takeBytes(i, to)
		if i == start {
			start = blank(low, to)
		}
		i = max(to, i+1)
	}
	for i, t := range o.ts {
		switch {
		case strings.HasPrefix(t.Text, "\xf3\xa0"):
			o.take(i, i+1)
		case t.Line && (o.parting(i) || t.Text == "boundary" && o.lineEnd(i) == i+3):
			o.take(i, o.lineEnd(i))
		}
	}
}

// blank is where a text goes on behind spaces.
func blank(text string, at int) int {
	return len(text) - len(strings.TrimLeft(text[at:], " \t\r\n"))
}

// marked is where what a marker at from cuts ends; from when there is none. A turn of the user that opens the text is
// the text.
func marked(low string, from int, opens bool) int {
	rest := low[from:]
	for _, m := range markers {
		if !strings.HasPrefix(rest, m.open) {
			continue
		}
		own := from + len(m.open)
		if m.open == "<|" || m.open == "<｜" {
			end := strings.IndexByte(low[own:min(len(low), own+longestMarker)], '>')
			if end < 0 {
				return from
			}
			return own + end + 1
		}
		if m.close == "" || m.user && opens {
			return own
		}
		end := strings.Index(low[own:], m.close)
		if end < 0 {
			return len(low)
		}
		return own + end + len(m.close)
	}
	return from
}

// partNames are the words in lines that part the parts of a question to a judge.
var partNames = map[string]bool{
	"end": true, "reaction": true, "request": true, "answer": true, "conversation": true, "system": true, "judge": true, "label": true, "instructions": true, "user": true, "assistant": true,
}

// parting says whether the line that begins at a token is "=== name ===".
func (o *orders) parting(at int) bool {
	end := o.lineEnd(at)
	if end-at < 7 || end-at > 12 {
		return false
	}
	named := false
	for k := at; k < end; k++ {
		if equals := o.ts[k].Text == "="; equals != (k < at+3 || k >= end-3) {
			return false
		}
		named = named || partNames[o.ts[k].Text]
	}
	return named
}

func startsAt(t tokens.Token, at int) int { return cmp.Compare(int(t.From), at) }

func (o *orders) takeBytes(from, to int) {
	if from == to {
		return
	}
	first, _ := slices.BinarySearchFunc(o.ts, from, startsAt)
	last, _ := slices.BinarySearchFunc(o.ts, to, startsAt)
	o.take(first, last)
}
