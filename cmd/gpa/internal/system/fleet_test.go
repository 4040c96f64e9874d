//go:build linux && kafka

package system_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"
)

// stages are the services, in the order of the flow.
var stages = []string{"ingest", "turnclassifier", "attrextractor", "ruleminer", "rubricpublisher"}

// A fleet is processes that are started again when they end, as a container platform does it.
type fleet struct {
	t       *testing.T
	space   *namespace
	members []*member
	running sync.WaitGroup
}

// A member is one place in the fleet. Its processes come and go.
type member struct {
	name, binary, log string
	// more are settings of this member alone, NAME=value.
	more []string

	mu      sync.Mutex
	process *process
	leaving bool
	// asked counts the ends that the test caused, fell those that the process came to by itself.
	asked, fell int
}

// restart is how long a process that fell by itself is left lying.
const restart = 300 * time.Millisecond

// launch starts that many processes of each stage.
func launch(t *testing.T, space *namespace, each int) *fleet {
	t.Helper()
	f := &fleet{t: t, space: space}
	t.Cleanup(f.clear)
	for _, stage := range stages {
		for range each {
			f.join(stage)
		}
	}
	return f
}

// awaitStart waits until every member is at work.
func (f *fleet) awaitStart() {
	f.t.Helper()
	for _, m := range f.members {
		eventually(f.t, m.name, func() bool {
			b, err := os.ReadFile(m.log)
			return err == nil && bytes.Contains(b, []byte("msg=started"))
		})
	}
}

// join adds a process of the stage, with settings of its own.
func (f *fleet) join(stage string, more ...string) *member {
	f.t.Helper()
	name := fmt.Sprintf("%s-%d", stage, len(f.members))
	m := &member{name: name, binary: f.space.binary, log: f.space.log(name), more: more}
	if err := m.start(f.space, stage); err != nil {
		f.t.Fatal(err)
	}
	f.members = append(f.members, m)
	f.running.Go(func() { m.keep(f.t, f.space, stage) })
	return m
}

// start starts a process, unless the member has been told to leave.
func (m *member) start(space *namespace, stage string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.leaving {
		return nil
	}
	p, err := begin(m.binary, m.log, slices.Concat(space.env(), space.detour, m.more), nil, "up", stage)
	if err != nil {
		return err
	}
	m.process = p
	return nil
}

// keep starts the process again and again, until the member leaves.
func (m *member) keep(t *testing.T, space *namespace, stage string) {
	asked := 0
	for {
		<-m.current().done
		m.mu.Lock()
		leaving, byItself := m.leaving, m.asked == asked
		if asked = m.asked; byItself && !leaving {
			m.fell++
		}
		m.mu.Unlock()
		if leaving {
			return
		}
		if byItself {
			time.Sleep(restart)
		}
		if err := m.start(space, stage); err != nil {
			t.Error(err)
			return
		}
	}
}

func (m *member) current() *process {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.process
}

// kill ends the member's process with SIGKILL; another takes its place at once.
func (m *member) kill() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	select {
	case <-m.process.done:
		return nil // It fell before.
	default:
	}
	m.asked++
	return m.process.signal(syscall.SIGKILL)
}

// leave ends the member for good, in order, and says how long that took.
func (m *member) leave(limit time.Duration) (time.Duration, error) {
	m.mu.Lock()
	m.leaving = true
	p := m.process
	m.mu.Unlock()
	return p.end(limit)
}

// counts are how often the test ended the member's process, and how often it fell by itself.
func (m *member) counts() (asked, fell int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.asked, m.fell
}

// fallen names the members that fell by themselves, and how often.
func (f *fleet) fallen() map[string]int {
	out := map[string]int{}
	for _, m := range f.members {
		if _, fell := m.counts(); fell > 0 {
			out[m.name] = fell
		}
	}
	return out
}

// clear ends all members; when the test has failed, it shows what they said.
func (f *fleet) clear() {
	var ends sync.WaitGroup
	for _, m := range f.members {
		ends.Go(func() {
			if _, err := m.leave(10 * time.Second); err != nil {
				f.t.Errorf("%s: %v", m.name, err)
			}
		})
	}
	ends.Wait()
	f.running.Wait()
	if f.t.Failed() {
		for _, m := range f.members {
			f.t.Logf("%s said at the end:\n%s", m.name, tail(m.log))
		}
	}
}
