//go:build unix

package guard

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Start runs the program until it ends, Stop is called, or this process dies.
func Start(prog Program) (*Process, error) {
	held, parent, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", prog.Path, err)
	}
	defer held.Close()
	told, tell, err := os.Pipe()
	if err != nil {
		_ = parent.Close()
		return nil, fmt.Errorf("start %s: %w", prog.Path, err)
	}
	defer told.Close()

	cmd := command(prog)
	cmd.ExtraFiles = []*os.File{held, tell}
	err = run(cmd, prog.Log)
	_ = tell.Close()
	if err != nil {
		_ = parent.Close()
		return nil, fmt.Errorf("start %s: %w", prog.Path, err)
	}
	p := &Process{close: parent.Close, done: make(chan struct{})}
	go func() {
		p.err = cmd.Wait()
		_ = parent.Close()
		close(p.done)
	}()
	if p.pid, err = readPID(told); err != nil {
		_ = parent.Close()
		return nil, fmt.Errorf("start %s: %w", prog.Path, err)
	}
	return p, nil
}

// Signal sends a signal to the program itself.
func (p *Process) Signal(sig os.Signal) error {
	s, ok := sig.(syscall.Signal)
	if !ok {
		return fmt.Errorf("signal process %d: %v is no signal of this system", p.pid, sig)
	}
	select {
	case <-p.done:
		return fmt.Errorf("signal process %d: %w", p.pid, os.ErrProcessDone)
	default:
	}
	if err := syscall.Kill(p.pid, s); err != nil {
		return fmt.Errorf("send %v to process %d: %w", s, p.pid, err)
	}
	return nil
}

// Kill ends the program at once, as a crash would.
func (p *Process) Kill() error {
	err := p.Signal(syscall.SIGKILL)
	if errors.Is(err, os.ErrProcessDone) || errors.Is(err, syscall.ESRCH) {
		return nil
	}
	return err
}

func command(prog Program) *exec.Cmd {
	signal := prog.StopSignal
	if signal == "" {
		signal = "TERM"
	}
	args := append([]string{"-c", guarded, "guard", signal, prog.Remove, prog.Path}, prog.Args...)
	// Without a context: its end would kill the shell, and leave the program behind.
	cmd := exec.Command("/bin/sh", args...) //nolint:noctx // see above; the pipe ends it
	cmd.Dir = prog.Dir
	cmd.Env = prog.Env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if prog.As != nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: prog.As.UID, Gid: prog.As.GID}
	}
	return cmd
}

// run gives the program a file and not a pipe for its output: a pipe would break when this process dies.
func run(cmd *exec.Cmd, log string) error {
	if log == "" {
		return cmd.Start()
	}
	f, err := os.OpenFile(filepath.Clean(log), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	defer f.Close()
	cmd.Stdout, cmd.Stderr = f, f
	return cmd.Start()
}

func readPID(told *os.File) (int, error) {
	line, err := bufio.NewReader(told).ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("learn its process id: %w", err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		return 0, fmt.Errorf("learn its process id: %w", err)
	}
	return pid, nil
}
