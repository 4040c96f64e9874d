package letters

import "strings"

// kind is a reason without what differs from record to record: numbers become #, quoted text becomes "…".
func kind(reason string) string {
	var b strings.Builder
	for len(reason) > 0 {
		switch c := reason[0]; {
		case c == '"':
			end := closing(reason)
			if end < 0 {
				b.WriteString(`"…`)
				return b.String()
			}
			b.WriteString(`"…"`)
			reason = reason[end+1:]
		case digit(c):
			reason = strings.TrimLeft(reason, "0123456789")
			b.WriteByte('#')
		default:
			b.WriteByte(c)
			reason = reason[1:]
		}
	}
	return b.String()
}

// closing is where the quote that begins s ends, -1 when it does not.
func closing(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
