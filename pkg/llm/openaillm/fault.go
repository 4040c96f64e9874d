package openaillm

import (
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode"

	openai "github.com/sashabaranov/go-openai"

	"github.com/gpa-stream/gpa/pkg/llm"
)

// errFiltered says that a filter of the provider would not let the question or the answer pass.
var errFiltered = errors.New("the provider's filter refused")

// fault says what an error of the library means. Bodies of answers are left out of it: they may repeat what was asked.
func fault(err error, after time.Duration) *llm.Error {
	if e, ok := errors.AsType[*openai.APIError](err); ok {
		f := ofStatus(e.HTTPStatusCode)
		out := &llm.Error{Fault: f, Status: e.HTTPStatusCode, After: after}
		if f == llm.Denied {
			out.Err = errors.New(shown(e.Message))
		}
		if code, ok := e.Code.(string); f == llm.Rejected && ok && code == "content_filter" {
			out.Err = errFiltered
		}
		return out
	}
	if e, ok := errors.AsType[*openai.RequestError](err); ok {
		return &llm.Error{Fault: ofStatus(e.HTTPStatusCode), Status: e.HTTPStatusCode, After: after}
	}
	if errors.Is(err, errUnreachable) {
		return &llm.Error{Fault: llm.Failing, Err: err}
	}
	// An answer came, and was no whole JSON document.
	return &llm.Error{Fault: llm.Cut, Err: errors.New("the answer broke off or is none")}
}

func ofStatus(status int) llm.Fault {
	switch {
	case status == http.StatusTooManyRequests:
		return llm.Limited
	case status == http.StatusUnauthorized || status == http.StatusNotFound:
		return llm.Denied
	case status == http.StatusRequestTimeout || status == http.StatusConflict || status >= http.StatusInternalServerError:
		return llm.Failing
	default:
		return llm.Rejected
	}
}

// shown is a server's message as it may stand in a log: a line, and not too long.
func shown(message string) string {
	const most = 200
	line := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, message)
	if r := []rune(line); len(r) > most {
		line = string(r[:most]) + "…"
	}
	return line
}
