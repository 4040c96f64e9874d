package openaillm

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// errUnreachable says that there was no connection, or that it broke before an answer began.
var errUnreachable = errors.New("the server cannot be reached")

// largest is how many bytes of an answer are read: a judgement is small, and no server may fill the memory.
const largest = 1 << 20

// doer sends requests, and reads what the library does not: how long the server wants to be left alone.
type doer struct{ client *http.Client }

type retryAfterKey struct{}

type retryAfter struct{ wait time.Duration }

// Do sends a request.
func (d doer) Do(req *http.Request) (*http.Response, error) {
	res, err := d.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errUnreachable, err)
	}
	if after, ok := req.Context().Value(retryAfterKey{}).(*retryAfter); ok {
		after.wait = parseRetryAfter(res.Header)
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(res.Body, largest), res.Body}
	return res, nil
}

// longest is a day: more makes no sense and would overflow.
const longest = 24 * 60 * 60

// parseRetryAfter reads a number of seconds, or a date against the server's own clock; 0 when there is none.
func parseRetryAfter(h http.Header) time.Duration {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms > 0 {
		return time.Duration(min(ms/1000, longest) * float64(time.Second))
	}
	text := h.Get("Retry-After")
	if s, err := strconv.ParseFloat(text, 64); err == nil {
		if s > 0 {
			return time.Duration(min(s, longest) * float64(time.Second))
		}
		return 0
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), longest*time.Second)
}
