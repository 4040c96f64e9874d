package tape

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// plain tells bytes that need no second look inside a string.
var plain = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 0x20 && c != '"' && c != '\\'
	}
	return t
}()

// skipPlain is the place of the next byte from i on that is not plain, eight bytes a step where it can.
func skipPlain(s string, i int) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	for i+8 <= len(s) {
		b := s[i : i+8]
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		// A byte is below n when subtracting n borrows from its top bit; a false alarm only ends the stride early.
		if ((w-ones*0x20)&^w|(quote-ones)&^quote|(slash-ones)&^slash)&tops != 0 {
			break
		}
		i += 8
	}
	for i < len(s) && plain[s[i]] {
		i++
	}
	return i
}

// text reads the string at pos, quotes included.
func (d *Doc) text() (span, error) {
	d.pos++
	s := span{from: uint32(d.pos)}
	for {
		d.pos = skipPlain(d.src, d.pos)
		if d.pos >= len(d.src) {
			return s, d.unexpected("inside a string")
		}
		switch d.src[d.pos] {
		case '"':
			s.to = uint32(d.pos)
			d.pos++
			return s, nil
		case '\\':
			s.escaped = true
			if err := d.escape(); err != nil {
				return s, err
			}
		default:
			return s, d.unexpected("inside a string")
		}
	}
}

func (d *Doc) escape() error {
	d.pos++
	if d.pos >= len(d.src) {
		return d.unexpected("inside a string")
	}
	if strings.IndexByte(`"\/bfnrt`, d.src[d.pos]) >= 0 {
		d.pos++
		return nil
	}
	if d.src[d.pos] != 'u' {
		return d.unexpected(`behind \`)
	}
	d.pos++
	for range 4 {
		if d.pos >= len(d.src) || !isHex(d.src[d.pos]) {
			return d.unexpected(`behind \u`)
		}
		d.pos++
	}
	return nil
}

// unescape is the string that was meant by raw, whose escapes are known to be sound. A lone surrogate becomes U+FFFD.
func unescape(raw string) string {
	var b strings.Builder
	b.Grow(len(raw))
	for {
		i := strings.IndexByte(raw, '\\')
		if i < 0 {
			b.WriteString(raw)
			return b.String()
		}
		b.WriteString(raw[:i])
		raw = raw[i:]
		if raw[1] != 'u' {
			b.WriteByte(short(raw[1]))
			raw = raw[2:]
			continue
		}
		r := hex4(raw[2:])
		raw = raw[6:]
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if strings.HasPrefix(raw, `\u`) {
				pair = utf16.DecodeRune(r, hex4(raw[2:]))
			}
			if pair != utf8.RuneError {
				raw = raw[6:]
			}
			r = pair
		}
		b.WriteRune(r)
	}
}

func short(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

func hex4(s string) rune {
	n, _ := strconv.ParseUint(s[:4], 16, 16)
	return rune(n)
}

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
