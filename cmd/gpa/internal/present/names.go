package present

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// maxName is how many letters of a name are shown.
const maxName = 40

// Clean makes a name from a log fit to be shown: escape sequences, control characters and marks that turn the
// direction of writing are taken out, white space becomes single spaces, and long names are cut.
func Clean(s string) string { return clean(s, maxName) }

// Line makes a line of text with names from logs in it fit to be shown, as Clean does, uncut up to 1,000 letters.
func Line(s string) string { return clean(s, 1000) }

// clean is Clean for texts of up to that many letters.
func clean(s string, most int) string {
	var b strings.Builder
	space, n, marks := false, 0, 0
	for rest := s; rest != "" && n < most; {
		if size := escapeSequence(rest); size > 0 {
			rest = rest[size:]
			continue
		}
		r, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case !unicode.IsGraphic(r) || r == utf8.RuneError || unicode.In(r, unicode.Cf, unicode.Co, unicode.Me):
			continue
		case unicode.Is(unicode.M, r):
			// Scripts need a mark or two on a letter; towers of them leave their line.
			if marks++; marks > 2 || b.Len() == 0 || space {
				continue
			}
		default:
			marks = 0
		}
		if space && n+2 > most {
			b.WriteRune('…')
			break
		}
		if space {
			b.WriteByte(' ')
			n++
		}
		space = false
		b.WriteRune(r)
		n++
		if n >= most && strings.TrimSpace(rest) != "" {
			b.WriteRune('…')
		}
	}
	if b.Len() == 0 {
		return "?"
	}
	return b.String()
}

// escapeSequence is the length of a terminal's escape sequence at the start of s, or 0.
func escapeSequence(s string) int {
	switch {
	case strings.HasPrefix(s, "\x1b["), strings.HasPrefix(s, "\u009b"):
	case strings.HasPrefix(s, "\x1b]"):
		return operatingCommand(s)
	default:
		return 0
	}
	// Both introducers are two bytes long.
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 0x40 && c <= 0x7e:
			return i + 1
		case c < 0x20 || c > 0x7e:
			return i
		}
	}
	return len(s)
}

// operatingCommand is the length of a sequence that ends with BEL or ESC \.
func operatingCommand(s string) int {
	if i := strings.IndexByte(s, 7); i >= 0 {
		return i + 1
	}
	if i := strings.Index(s[1:], "\x1b\\"); i >= 0 {
		return i + 3
	}
	return len(s)
}

// spoken is a snake_case name in words.
func spoken(name string) string { return Clean(strings.ReplaceAll(name, "_", " ")) }

// title is an aspect as a heading, small, for running text.
func title(aspect string) string {
	if a, b, ok := schema.Conjoined(aspect); ok {
		return title(a) + " with " + title(b)
	}
	a, ok := schema.AspectByName(aspect)
	if !ok || a.Title == "" {
		return spoken(aspect)
	}
	return strings.ToLower(a.Title[:1]) + a.Title[1:]
}

// wants says in plain words what a group with that effect wants of an aspect.
func wants(aspect string, effect float64) string {
	a, ok := schema.AspectByName(aspect)
	_, _, together := schema.Conjoined(aspect)
	switch {
	case together && effect >= indifferent:
		return "want " + title(aspect) + ", both in one answer"
	case together && effect <= -indifferent:
		return "do not want " + title(aspect) + " in one answer"
	case effect > -indifferent && effect < indifferent:
		return "do not mind either way"
	case effect > 0 && ok:
		return a.MoreWanted
	case effect > 0:
		return "want more of " + spoken(aspect)
	case ok:
		return a.LessWanted
	}
	return "want less of " + spoken(aspect)
}

// indifferent is the effect below which a group is said not to mind.
const indifferent = 0.03

// capital is s with a capital letter at its start.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
