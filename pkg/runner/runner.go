// Package runner runs the services of a process: signals, an orderly end, exit codes and health.
//
// It knows nothing of what the services do, and never reads a clock that it was not given.
package runner

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// DrainTime is how long services may take to end; it is less than the shortest session timeout in production.
const DrainTime = 3 * time.Second

// ErrDrain says that services were still running when the drain time was over.
var ErrDrain = errors.New("did not end in time")

// A Service is a named part of a process. Run returns when its work is done or soon after ctx is.
type Service struct {
	Name string
	Run  func(ctx context.Context) error
}

// Options say how services are run. The zero value drains in DrainTime and logs nothing.
type Options struct {
	Drain time.Duration
	Log   *slog.Logger
}

// Run runs the services until all are done, one fails, or ctx is done; then the others are asked to end and given the
// drain time. The error names every service that failed, and those that did not end (ErrDrain). An end that ctx asked
// for is no failure.
func Run(ctx context.Context, o Options, services ...Service) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g := &group{log: o.Log, running: make(map[string]int), ended: make(chan end, len(services))}
	if g.log == nil {
		g.log = slog.New(slog.DiscardHandler)
	}
	for _, s := range services {
		g.start(ctx, s)
	}
	drain := o.Drain
	if drain == 0 {
		drain = DrainTime
	}
	asked := g.wait(ctx.Done(), nil, cancel)
	if asked {
		timer := time.NewTimer(drain)
		defer timer.Stop()
		g.wait(nil, timer.C, cancel)
	}
	return g.result(services, drain)
}

type end struct {
	name string
	err  error
}

type group struct {
	log     *slog.Logger
	running map[string]int
	count   int
	ended   chan end
	errs    []error
}

func (g *group) start(ctx context.Context, s Service) {
	g.running[s.Name]++
	g.count++
	go func() {
		err := s.Run(ctx)
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			err = nil
		}
		g.ended <- end{s.Name, err}
	}()
}

// wait collects ends until there are no more, done is closed (true), or the timer fires.
func (g *group) wait(done <-chan struct{}, timeout <-chan time.Time, cancel func()) (asked bool) {
	for g.count > 0 {
		select {
		case e := <-g.ended:
			g.count--
			g.running[e.name]--
			if e.err != nil {
				g.log.Error("service failed", "service", e.name, "error", e.err)
				g.errs = append(g.errs, fmt.Errorf("%s: %w", e.name, e.err))
				cancel()
			}
		case <-done:
			return true
		case <-timeout:
			return false
		}
	}
	return false
}

func (g *group) result(services []Service, drain time.Duration) error {
	var late []string
	for _, s := range services {
		if g.running[s.Name] > 0 {
			late = append(late, s.Name)
		}
	}
	if len(late) > 0 {
		g.errs = append(g.errs, fmt.Errorf("%s: %w (%s)", strings.Join(late, ", "), ErrDrain, drain))
	}
	return errors.Join(g.errs...)
}
