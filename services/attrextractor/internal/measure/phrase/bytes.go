package phrase

import "unicode/utf8"

// Bytes are the bytes with which one of these ASCII characters, or any other than ASCII, begins or goes on: what a look at
// each byte of a text need not stop at is not among them.
func Bytes(ascii string) (of [256]bool) {
	for c := utf8.RuneSelf; c < len(of); c++ {
		of[c] = true
	}
	for i := range len(ascii) {
		of[ascii[i]] = true
	}
	return of
}
