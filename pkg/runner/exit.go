package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes of every command.
const (
	ExitDone       = 0
	ExitFailed     = 1
	ExitWrongUse   = 2
	ExitBadRecords = 3
)

type exitError struct {
	error
	code int
}

func (e exitError) Unwrap() error { return e.error }

// WrongUse marks an error as the caller's: a flag, a setting, a file that is not there. Nil stays nil.
func WrongUse(err error) error { return mark(err, ExitWrongUse) }

// BadRecords marks an error that says which records were bad, all good ones having been processed. Nil stays nil.
func BadRecords(err error) error { return mark(err, ExitBadRecords) }

func mark(err error, code int) error {
	if err == nil {
		return nil
	}
	return exitError{err, code}
}

// ExitCode is the exit code that an error stands for. Of several joined errors a plain failure outranks bad records,
// and wrong use outranks both.
func ExitCode(err error) int {
	if err == nil {
		return ExitDone
	}
	codes := make(map[int]bool)
	collect(err, codes)
	for _, code := range []int{ExitWrongUse, ExitFailed, ExitBadRecords} {
		if codes[code] {
			return code
		}
	}
	return ExitFailed
}

// collect finds the marks in a tree of errors; a branch without one is a plain failure.
func collect(err error, codes map[int]bool) {
	switch e := err.(type) { //nolint:errorlint // the walk looks at one level at a time
	case exitError:
		codes[e.code] = true
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			collect(inner, codes)
		}
	default:
		if inner := errors.Unwrap(err); inner != nil {
			collect(inner, codes)
			return
		}
		codes[ExitFailed] = true
	}
}

// Main runs a program: ctx is done at the first SIGINT or SIGTERM, and a second one ends the process at once. The error
// goes to stderr, and the result is for os.Exit.
func Main(ctx context.Context, stderr io.Writer, program func(ctx context.Context) error) int {
	ctx, restore := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer restore()
	context.AfterFunc(ctx, restore)
	err := program(ctx)
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
	}
	return ExitCode(err)
}
