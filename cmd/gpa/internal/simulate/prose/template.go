package prose

import (
	"fmt"
	"strings"
	"unicode"
)

// The slots of a topic, in the order of Topic.fields.
var slots = []string{
	"thing", "error", "goal", "cause", "fix", "check", "sees", "term", "means", "like", "a", "b",
	"deep", "why", "edge", "risk", "sample", "lang", "code", "key",
}

// A template is text with slots that a topic fills. {Fix} is {fix} with a capital letter.
type template []part

type part struct {
	text string
	// slot is an index into Topic.fields, or -1 for text.
	slot  int
	upper bool
}

// compile reads a template; an unknown slot is an error.
func compile(s string) (template, error) {
	var t template
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		length := strings.IndexByte(s[open:], '}')
		if length < 0 {
			return nil, fmt.Errorf("slot without end in %q", s)
		}
		name := s[open+1 : open+length]
		slot, capital := slotOf(name)
		if slot < 0 {
			return nil, fmt.Errorf("unknown slot {%s}", name)
		}
		if open > 0 {
			t = append(t, part{text: s[:open], slot: -1})
		}
		t = append(t, part{slot: slot, upper: capital})
		s = s[open+length+1:]
	}
	if s != "" {
		t = append(t, part{text: s, slot: -1})
	}
	return t, nil
}

func slotOf(name string) (slot int, capital bool) {
	for i, s := range slots {
		if s == name {
			return i, false
		}
		if name != "" && unicode.IsUpper(rune(name[0])) && strings.EqualFold(s, name) {
			return i, true
		}
	}
	return -1, false
}

func compileAll(list []string) ([]template, error) {
	out := make([]template, len(list))
	for i, s := range list {
		t, err := compile(s)
		if err != nil {
			return nil, err
		}
		out[i] = t
	}
	return out, nil
}

// appendTo fills the template from the topic.
func (t template) appendTo(dst []byte, topic *Topic) []byte {
	for _, p := range t {
		switch {
		case p.slot < 0:
			dst = append(dst, p.text...)
		case p.upper:
			dst = append(dst, topic.capital[p.slot]...)
		default:
			dst = append(dst, topic.fields[p.slot]...)
		}
	}
	return dst
}

func (t template) fill(topic *Topic) string { return string(t.appendTo(nil, topic)) }
