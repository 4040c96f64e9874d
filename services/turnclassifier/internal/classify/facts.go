package classify

import (
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// facts are what matters of a prompt or a response beside its words.
type facts struct {
	code, list, asks, offers, refuses, sorry, failed, done bool
	// length is a step of a scale of bytes.
	length int
}

func factsOf(text string, ts []tokens.Token, notes []note) facts {
	f := facts{code: strings.Contains(text, "```") || looksLikeCode(ts, notes), length: steps(len(text), 1, 40, 120, 400, 1200, 4000)}
	f.list = strings.Contains(text, "\n- ") || strings.Contains(text, "\n* ") || strings.Contains(text, "\n1. ") || strings.Contains(text, "\n2. ")
	last := lastSentence(ts)
	f.asks = isQuestion(ts)
	for i, n := range notes {
		if n&(regrets|declines|fails|succeeds|offering) == 0 {
			continue
		}
		f.sorry = f.sorry || n&regrets != 0
		f.refuses = f.refuses || n&declines != 0 && i < 30 && (f.sorry || n&cannot != 0)
		f.failed = f.failed || n&fails != 0
		f.done = f.done || n&succeeds != 0
		f.offers = f.offers || n&offering != 0 && i >= last
	}
	f.offers = f.offers && f.asks
	return f
}

// lastSentence is where the last sentence of a text starts.
func lastSentence(ts []tokens.Token) int {
	for i := len(ts) - 2; i > 0; i-- {
		switch ts[i].Text {
		case ".", "!", "?":
			return i + 1
		}
	}
	return 0
}

// isQuestion says whether the text ends in a question mark.
func isQuestion(ts []tokens.Token) bool {
	for i := len(ts) - 1; i >= 0 && i >= len(ts)-3; i-- {
		if ts[i].Text == "?" {
			return true
		}
		if ts[i].Kind != tokens.Mark && ts[i].Kind != tokens.Emoji {
			return false
		}
	}
	return false
}

func looksLikeCode(ts []tokens.Token, notes []note) bool {
	var marks int
	for i, n := range notes {
		if n&codeMark != 0 || n&bracket != 0 && i > 0 && ts[i-1].To == ts[i].From && ts[i-1].Kind == tokens.Word {
			marks++
		}
	}
	return marks >= 4 && marks*8 >= len(ts)
}

// steps is how many of the limits a value reaches.
func steps(v int, limits ...int) int {
	n := 0
	for _, l := range limits {
		if v >= l {
			n++
		}
	}
	return n
}
