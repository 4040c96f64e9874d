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

func factsOf(text string, ts []tokens.Token) facts {
	f := facts{code: strings.Contains(text, "```") || looksLikeCode(ts), length: steps(len(text), 1, 40, 120, 400, 1200, 4000)}
	f.list = strings.Contains(text, "\n- ") || strings.Contains(text, "\n* ") || strings.Contains(text, "\n1. ") || strings.Contains(text, "\n2. ")
	last := lastSentence(ts)
	f.asks = isQuestion(ts)
	for i, t := range ts {
		switch t.Text {
		case "sorry", "apologize", "apologies", "unfortunately", "leider", "tut", "entschuldigung", "lamento", "siento", "disculpa", "desole",
			"desolee", "malheureusement", "desculpe", "desculpa", "infelizmente", "抱", "歉", "afraid":
			f.sorry = true
		case "cannot", "cant", "unable", "wont", "policy", "puedo", "kann", "peux", "posso", "无", "model":
			f.refuses = f.refuses || i < 30 && (f.sorry || t.Text == "unable")
		case "error", "fail", "failed", "unavailable", "unsuccessful", "exception", "fehler", "erreur", "erro":
			f.failed = true
		case "booked", "confirmed", "reserved", "successful", "successfully", "done", "reference", "purchased", "scheduled", "sent":
			f.done = true
		}
		if i >= last {
			switch t.Text {
			case "like", "want", "shall", "should", "need", "know", "help", "mochtest", "soll", "quieres", "gustaria", "souhaitez", "veux", "voulez",
				"quer", "gostaria", "需", "要", "吗":
				f.offers = true
			}
		}
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

func looksLikeCode(ts []tokens.Token) bool {
	var marks int
	for i, t := range ts {
		switch t.Text {
		case "{", "}", ";", "=", "<", "_":
			marks++
		case "(":
			if i > 0 && ts[i-1].To == t.From && ts[i-1].Kind == tokens.Word {
				marks++
			}
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
