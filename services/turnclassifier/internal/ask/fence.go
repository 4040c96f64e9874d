package ask

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// fence writes parts of an exchange between lines that only the boundary can make.
type fence struct {
	out      *strings.Builder
	boundary string
}

// line writes a parting line.
func (f fence) line(name string) { fmt.Fprintf(f.out, "=== %s %s ===\n", f.boundary, name) }

// part writes a text under its name. It is false when what is shown of the text holds the boundary.
func (f fence) part(name, text string, s size) bool {
	f.line(name)
	head, left, tail := clip(defuse(text), s)
	f.out.WriteString(head)
	f.out.WriteString("\n")
	if left > 0 {
		f.line(fmt.Sprintf("%d characters left out", left))
		f.out.WriteString(tail)
		f.out.WriteString("\n")
	}
	return !strings.Contains(head, f.boundary) && !strings.Contains(tail, f.boundary)
}

// control are the words by which chat templates of known models part system, user and assistant. A server that renders
// a template takes them for the real thing wherever they stand.
var control = regexp.MustCompile(`(?i)<[|｜]|<+/?(?:s|sys|system|bos|eos|pad|unk|im_start|im_end|start_of_turn|end_of_turn|think|` +
	`tool_call|tool_calls|tool_response|tools|user|assistant|human)>|\[/?(?:inst|system_prompt|available_tools|tool_calls|tool_results)\]`)

// lookalikes stand for the characters that make a control word one.
var lookalikes = strings.NewReplacer("<", "‹", "[", "［")

// defuse takes the power from control words and from characters that cannot be seen, one character for one, so that
// places in the text stay what they are.
func defuse(text string) string {
	text = control.ReplaceAllStringFunc(text, lookalikes.Replace)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r', unicode.IsControl(r), r == unicode.ReplacementChar:
			return ' '
		// Marks that turn the direction of writing, line separators, and the tags in which text can be hidden.
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029, r >= 0xe0000 && r <= 0xe007f:
			return ' '
		default:
			return r
		}
	}, text)
}
