package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A process is one that is measured.
type process struct {
	name string
	cmd  *exec.Cmd
	log  string
	done chan struct{}
	err  error
}

// start runs a program; what it says on stderr goes to a file.
func start(ctx context.Context, dir, name, program string, env []string, args ...string) (*process, error) {
	p := &process{name: name, log: filepath.Join(dir, name+".log"), done: make(chan struct{})}
	f, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	defer f.Close()
	p.cmd = exec.CommandContext(ctx, program, args...)
	p.cmd.Env, p.cmd.Stderr = append([]string{"PATH=/usr/bin:/bin", "TMPDIR=" + os.TempDir()}, env...), f
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.Dir, p.cmd.WaitDelay = dir, patience
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// patience bounds the wait for a process that was asked to end.
const patience = 10 * time.Second

// wait waits for an end that must be a good one, and says what the process took. The most memory is looked at while it
// runs: that of its rusage, as Linux counts, may be the memory of the program that started it.
func (p *process) wait() (usage, error) {
	var u usage
	t := time.NewTicker(watch)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			if now, err := p.usage(); err == nil {
				u.peak = now.peak
			}
			continue
		case <-p.done:
		}
		break
	}
	if p.err != nil {
		return usage{}, p.failure()
	}
	u.cpu = p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
	return u, nil
}

// failure is an error that shows what the process said at the end.
func (p *process) failure() error {
	text, err := os.ReadFile(p.log)
	if len(text) > 2000 {
		text = text[len(text)-2000:]
	}
	return errors.Join(fmt.Errorf("%s ended: %w; its log ends with:\n%s", p.name, p.err, bytes.TrimSpace(text)), err)
}

// stop asks the process to end, and waits until it has.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop %s: %w", p.name, err)
	}
	select {
	case <-p.done:
		return nil
	case <-time.After(patience):
	}
	err := p.cmd.Process.Kill()
	<-p.done
	return errors.Join(fmt.Errorf("%s went on for %s after SIGTERM", p.name, patience), err)
}

// usage is what a process has taken so far: processor time, and the most memory that it had at once, in bytes.
type usage struct {
	cpu  time.Duration
	peak int64
}

// tick is the unit in which Linux counts the processor time of a process.
const tick = 10 * time.Millisecond

// usage asks Linux.
func (p *process) usage() (usage, error) {
	dir := filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid))
	stat, err := os.ReadFile(filepath.Join(dir, "stat"))
	if err != nil {
		return usage{}, errors.Join(fmt.Errorf("ask what %s takes: %w", p.name, err), p.err)
	}
	status, err := os.ReadFile(filepath.Join(dir, "status"))
	if err != nil {
		return usage{}, fmt.Errorf("ask what %s takes: %w", p.name, err)
	}
	return parseUsage(string(stat), string(status))
}

// parseUsage reads proc(5): fields 14 and 15 of stat, and VmHWM of status.
func parseUsage(stat, status string) (usage, error) {
	// The name of the program stands in brackets, and may hold some itself.
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return usage{}, fmt.Errorf("read /proc: stat is %q", stat)
	}
	var u usage
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return usage{}, fmt.Errorf("read /proc: %w", err)
		}
		u.cpu += time.Duration(n) * tick
	}
	for line := range strings.Lines(status) {
		if kib, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kib), "kB")), 10, 64)
			if err != nil {
				return usage{}, fmt.Errorf("read /proc: %w", err)
			}
			u.peak = n << 10
			return u, nil
		}
	}
	return usage{}, errors.New("read /proc: status has no VmHWM")
}
