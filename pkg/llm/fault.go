package llm

import (
	"errors"
	"strconv"
	"time"
)

// A Fault is why there is no answer, in words that are stored.
type Fault string

// The faults.
const (
	// Limited: too many requests.
	Limited Fault = "rate_limited"
	// Failing: the server had trouble, or could not be reached.
	Failing Fault = "server_error"
	// Slow: no answer in time.
	Slow Fault = "timeout"
	// Cut: the answer broke off on its way, or was none.
	Cut Fault = "cut_off"
	// Rejected: the server takes no such request.
	Rejected Fault = "rejected"
	// Denied: the key, the model or the address is wrong. It is no outcome but a mistake in the settings.
	Denied Fault = "denied"
	// Open: so much failed lately that nothing is asked for a while.
	Open Fault = "breaker_open"
	// Spent: the budget of the hour is used up.
	Spent Fault = "budget"
)

// An Error is why there is no answer.
type Error struct {
	Fault Fault
	// Status is the server's, 0 when it did not come to one.
	Status int
	// After is how long the server wants to be left alone; 0 when it did not say.
	After time.Duration
	Err   error
}

func (e *Error) Error() string {
	s := "ask the language model: " + string(e.Fault)
	if e.Status != 0 {
		s += " (status " + strconv.Itoa(e.Status) + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Passing says whether the same question may go well in a moment. A timeout is not asked again: a server that is too
// slow gets slower by it.
func (e *Error) Passing() bool { return e.Fault == Limited || e.Fault == Failing || e.Fault == Cut }

// FaultOf is the fault that err says; empty when it says none.
func FaultOf(err error) Fault {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Fault
	}
	return ""
}
