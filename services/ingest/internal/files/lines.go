package files

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// A Line is one line that is not empty, without its end.
type Line struct {
	// Number counts from 1, empty lines included.
	Number int
	Text   []byte
	// TooLong says that the line is longer than allowed; its text is left out.
	TooLong bool
}

// Lines splits text into lines of any length up to Limit bytes. It is not for two goroutines.
type Lines struct {
	from  *bufio.Reader
	limit int
	n     int
	long  []byte
}

// Split reads the lines of a text, of at most limit bytes each.
func Split(text *bufio.Reader, limit int) *Lines { return &Lines{from: text, limit: limit} }

// Next is the next line that is not empty; its text is good until the call after. io.EOF says that there is none.
func (l *Lines) Next() (Line, error) {
	for {
		text, tooLong, err := l.read()
		if err != nil && (!errors.Is(err, io.EOF) || len(text) == 0 && !tooLong) {
			return Line{}, err
		}
		l.n++
		if l.n == 1 {
			text = bytes.TrimPrefix(text, []byte("\ufeff"))
		}
		text = bytes.Trim(text, " \t\r\n")
		if len(text) > l.limit {
			tooLong = true
		}
		switch {
		case tooLong:
			return Line{Number: l.n, TooLong: true}, nil
		case len(text) > 0:
			return Line{Number: l.n, Text: text}, nil
		}
	}
}

// read takes everything up to the next line break. Of a line that is too long only the number is kept.
func (l *Lines) read() (text []byte, tooLong bool, err error) {
	text, err = l.from.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return text, false, err
	}
	const ends = 64 // Room for white space around a line of the largest size.
	l.long = l.long[:0]
	for {
		if len(l.long)+len(text) <= l.limit+ends {
			l.long = append(l.long, text...)
		} else {
			tooLong = true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return l.long, tooLong, err
		}
		text, err = l.from.ReadSlice('\n')
	}
}
