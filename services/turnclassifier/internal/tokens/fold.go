package tokens

import (
	"unicode"
	"unicode/utf8"
)

// plain maps accented Latin letters to their base.
var plain = foldTable()

func foldTable() map[rune]byte {
	table := map[rune]byte{}
	for base, letters := range map[byte]string{
		'a': "àáâãäåāăąǎạảấầẩẫậắằẳẵặ", 'c': "çćĉċč", 'd': "ďđ", 'e': "èéêëēĕėęěẹẻẽếềểễệ", 'g': "ĝğġģǧ", 'h': "ĥ",
		'i': "ìíîïĩīĭįǐỉị", 'j': "ĵ", 'k': "ķ", 'l': "ĺļľł", 'n': "ñńņňǹ", 'o': "òóôõöøōŏőơǒọỏốồổỗộớờởỡợ", 'r': "ŕŗř",
		's': "śŝşšș", 't': "ţťț", 'u': "ùúûüũūŭůűųưǔụủứừửữự", 'w': "ŵẁẃẅ", 'y': "ýÿŷỳỵỷỹ", 'z': "źżž",
	} {
		for _, r := range letters {
			table[r] = base
		}
	}
	return table
}

func appendFolded(buf []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return append(buf, byte(r))
	}
	if b, ok := plain[r]; ok {
		return append(buf, b)
	}
	switch {
	case r == 'ß':
		return append(buf, "ss"...)
	case r == 'æ':
		return append(buf, "ae"...)
	case r == 'œ':
		return append(buf, "oe"...)
	case unicode.Is(unicode.Mn, r):
		return buf
	}
	return utf8.AppendRune(buf, r)
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
	}
	return r != utf8.RuneError && !spaceless(r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// spaceless says whether a character belongs to a script that puts no spaces between words.
func spaceless(r rune) bool {
	return 0x3040 <= r && r <= 0x30ff || 0x3400 <= r && r <= 0x4dbf || 0x4e00 <= r && r <= 0x9fff ||
		0xf900 <= r && r <= 0xfaff || 0x20000 <= r && r <= 0x3134f || 0x0e00 <= r && r <= 0x0e7f
}

// skipped are the marks that only change how the one before is drawn.
func skipped(r rune) bool {
	return r == 0xfe0f || r == 0x200d || r == 0x200b || r == 0xfeff || 0x1f3fb <= r && r <= 0x1f3ff
}

func isEmoji(r rune) bool {
	return 0x1f300 <= r && r <= 0x1faff || 0x2600 <= r && r <= 0x27bf || r == 0x2b50
}

// foldMark makes one mark of its variants.
func foldMark(r rune) rune {
	switch r {
	case '？', '¿':
		return '?'
	case '！', '¡':
		return '!'
	case '，', '、':
		return ','
	case '。':
		return '.'
	case '：':
		return ':'
	case '；':
		return ';'
	case '“', '”', '„', '«', '»', '「', '」', '『', '』', '‟', '＂':
		return '"'
	case '‘', '’', '‚', '´':
		return '\''
	case '…':
		return '~'
	case '（':
		return '('
	case '）':
		return ')'
	case utf8.RuneError:
		return '\ufffd'
	}
	return r
}

// face is the length of a face made of marks at the start of a text, or 0.
func face(s string) int {
	if len(s) < 2 || s[0] != ':' && s[0] != ';' && s[0] != '=' {
		return 0
	}
	n := 1
	if s[1] == '-' {
		n = 2
	}
	if n >= len(s) {
		return 0
	}
	switch s[n] {
	case ')', '(', ']', '[', '/', '|':
		return n + 1
	case 'D', 'P', 'p':
		if n+1 < len(s) && wordRune(rune(s[n+1])) {
			return 0
		}
		return n + 1
	}
	return 0
}

func foldFace(s string) string {
	switch s[len(s)-1] {
	case '(', '[', '/', '|':
		return ":("
	}
	return ":)"
}
