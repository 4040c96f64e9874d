//go:build linux && kafka

package system_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// spawn starts commands on one thread that never ends: a process that is to die with its parent dies with the thread
// that made it.
var spawn = sync.OnceValue(func() func(*exec.Cmd) error {
	type start struct {
		cmd *exec.Cmd
		err chan error
	}
	starts := make(chan start)
	go func() {
		runtime.LockOSThread()
		for s := range starts {
			s.err <- s.cmd.Start()
		}
	}()
	return func(cmd *exec.Cmd) error {
		s := start{cmd, make(chan error)}
		starts <- s
		return <-s.err
	}
})

// A process is one run of the command.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error
}

// begin runs a build of the command with that environment; what it says on stderr is appended to the log.
func begin(binary, log string, env []string, stdout io.Writer, args ...string) (*process, error) {
	return feed(binary, log, env, nil, stdout, args...)
}

// feed is begin with something to read on stdin.
func feed(binary, log string, env []string, stdin io.Reader, stdout io.Writer, args ...string) (*process, error) {
	f, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	defer f.Close()
	p := &process{cmd: exec.Command(binary, args...), done: make(chan struct{})}
	p.cmd.Env, p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = env, stdin, stdout, f
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := spawn()(p.cmd); err != nil {
		return nil, fmt.Errorf("start gpa %s: %w", strings.Join(args, " "), err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// signal sends a signal; a process that has ended already is none the worse for it.
func (p *process) signal(sig syscall.Signal) error {
	if err := p.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("send %v to process %d: %w", sig, p.cmd.Process.Pid, err)
	}
	return nil
}

// end asks the process to end and says how long that took; after the limit it is killed.
func (p *process) end(limit time.Duration) (time.Duration, error) {
	begin := time.Now()
	if err := p.signal(syscall.SIGTERM); err != nil {
		return 0, err
	}
	select {
	case <-p.done:
		return time.Since(begin), nil
	case <-time.After(limit):
	}
	err := p.signal(syscall.SIGKILL)
	<-p.done
	return time.Since(begin), errors.Join(fmt.Errorf("still there %s after SIGTERM", limit), err)
}

// tail is the end of a log.
func tail(log string) string {
	const limit = 1500
	b, err := os.ReadFile(log)
	if err != nil {
		return err.Error()
	}
	if len(b) > limit {
		b = b[len(b)-limit:]
	}
	return string(bytes.TrimSpace(b))
}
