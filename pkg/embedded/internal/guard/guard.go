// Package guard runs a program that dies with its parent, however the parent dies.
//
// Between the two stands a shell that holds one end of a pipe: when the parent is gone, by exit or by kill -9, the pipe
// closes, and the shell ends the program. Stop takes the same way, so what a crash relies on is used every time.
// The program gets a process group of its own: Ctrl-C in a terminal reaches the parent, which ends it in order.
package guard

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrUnsupported says that this operating system has no guard.
var ErrUnsupported = errors.New("programs beside this one are not supported on this operating system")

// A Program says what to run.
type Program struct {
	// Path is the program's file; Args are its arguments, without the name.
	Path string
	Args []string
	// Env is the whole environment, NAME=value; nil is the parent's.
	Env []string
	// Dir is the working folder; empty is the parent's.
	Dir string
	// Log receives stdout and stderr, appended; empty discards them.
	Log string
	// StopSignal ends the program in order: INT, TERM, … (kill -s); default TERM.
	StopSignal string
	// Remove is a folder to delete when the program has ended; empty deletes nothing.
	Remove string
	// As runs it as somebody else, which takes root; nil runs it as who the parent is.
	As *User
}

// A User is whom a program runs as.
type User struct {
	Name     string
	UID, GID uint32
}

// guarded runs the program in "$@", writes its process id to fd 4, and ends it when fd 3 closes. The watcher asks again
// and again, because a program that is just starting may lose the first signal, and kills in the end.
const guarded = `
trap '' INT TERM HUP
signal=$1 remove=$2; shift 2
(trap - INT TERM HUP; exec "$@" 3<&- 4>&-) &
pid=$!
echo "$pid" >&4
exec 4>&-
(
	read -r line <&3
	tries=0
	while kill -s "$signal" "$pid"; do
		tries=$((tries + 1))
		if [ "$tries" -gt 50 ]; then signal=KILL; fi
		sleep 0.2
	done
) 2>/dev/null &
watcher=$!
exec 3<&-
wait "$pid"
code=$?
kill -s KILL "$watcher" 2>/dev/null
if [ -n "$remove" ]; then rm -rf -- "$remove"; fi
exit "$code"
`

// A Process is a program that was started.
type Process struct {
	pid   int
	close func() error
	done  chan struct{}
	err   error
}

// PID is the program's own process id, not the shell's.
func (p *Process) PID() int { return p.pid }

// Done is closed when the program has ended and what it left was removed.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err is why the program ended, nil if with exit status 0; ask it after Done.
func (p *Process) Err() error { return p.err }

// Stop sends the stop signal and waits for the end, at most until ctx is done; then it kills and waits again.
func (p *Process) Stop(ctx context.Context) error {
	if err := p.close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return fmt.Errorf("let go of process %d: %w", p.pid, err)
	}
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
	}
	if err := p.Kill(); err != nil {
		return err
	}
	<-p.done
	return fmt.Errorf("process %d did not stop in time and was killed: %w", p.pid, ctx.Err())
}

// Tail is the end of a log file, for errors: at most limit bytes, whole lines, empty when it cannot be read.
func Tail(file string, limit int) string {
	b, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return ""
	}
	text := strings.TrimSpace(string(b))
	if len(text) <= limit {
		return text
	}
	text = text[len(text)-limit:]
	if _, rest, ok := strings.Cut(text, "\n"); ok {
		return rest
	}
	return text
}

// Await calls ready every few milliseconds until it says yes, the program ends, or ctx is done.
func (p *Process) Await(ctx context.Context, ready func(context.Context) error) error {
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for {
		err := ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-p.done:
			return fmt.Errorf("the program ended by itself: %w", endOf(p.err))
		case <-ctx.Done():
			return fmt.Errorf("%w; last seen: %w", ctx.Err(), err)
		}
	}
}

func endOf(err error) error {
	if err == nil {
		return errors.New("exit status 0")
	}
	return err
}
