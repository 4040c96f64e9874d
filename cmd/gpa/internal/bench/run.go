package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// A Figure is what one way took.
type Figure struct {
	Name      string        `json:"name"`
	Turns     int           `json:"turns"`
	Exchanges int           `json:"exchanges"`
	Took      time.Duration `json:"took"`
	CPU       time.Duration `json:"cpu"`
	Peak      int64         `json:"peak_bytes"`
	// Instances is how many processes worked.
	Instances int `json:"instances"`
}

// Rate is turns a second.
func (f Figure) Rate() float64 {
	if f.Took == 0 {
		return 0
	}
	return float64(f.Turns) / f.Took.Seconds()
}

// A job is what processes are to do with what stands in a topic.
type job struct {
	name string
	// program and its arguments; each of the instances runs it.
	program   string
	args      []string
	env       []string
	instances int
	// log is what stands in the topic; nil means all of it.
	log *log
	// group reads topic: the clock starts when its members have their partitions.
	group, topic string
	// ready waits until the members have their partitions; nil asks the broker.
	ready func(context.Context, []*process) error
	// begin, if given, fills the topic once the members have their partitions: a member that comes early would work alone.
	begin func(context.Context) error
	// done waits for the end; nil waits until the group has committed the whole topic.
	done func(context.Context) error
}

// measure runs a job to its end. The clock does not count how processes start.
func (b *bench) measure(ctx context.Context, s *space, j job) (f Figure, err error) {
	l := b.log
	if j.log != nil {
		l = j.log
	}
	f = Figure{Name: j.name, Turns: l.turns, Exchanges: l.exchanges, Instances: max(j.instances, 1)}
	client, n := s.env.Broker.Client(), s.env.Config.Partitions
	var all []*process
	defer func() {
		for _, p := range all {
			err = errors.Join(err, p.stop())
		}
	}()
	for i := range f.Instances {
		p, err := start(ctx, b.place.dir, fmt.Sprintf("%s-%d", cmp.Or(j.group, "process"), i), j.program, j.env, j.args...)
		if err != nil {
			return f, err
		}
		all = append(all, p)
	}
	if j.ready == nil {
		j.ready = func(ctx context.Context, all []*process) error {
			return until(ctx, all, func() (bool, error) { return assigned(ctx, client, j.group, f.Instances) })
		}
	}
	if err := j.ready(ctx, all); err != nil {
		return f, fmt.Errorf("%s: wait for its partitions: %w", j.name, err)
	}
	before, begin := total(all), time.Now() //nolint:forbidigo // What is measured is time.
	if j.begin != nil {
		if err := j.begin(ctx); err != nil {
			return f, err
		}
	}
	if j.done == nil {
		till, err := ends(ctx, client, j.topic, n)
		if err != nil {
			return f, err
		}
		j.done = func(ctx context.Context) error {
			return until(ctx, all, func() (bool, error) { return committed(ctx, client, j.group, j.topic, till) })
		}
	}
	if err := j.done(ctx); err != nil {
		return f, fmt.Errorf("%s: %w", j.name, err)
	}
	f.Took = time.Since(begin)
	after := total(all)
	f.CPU, f.Peak = after.cpu-before.cpu, after.peak
	return f, err
}

// total is what processes have taken together; one that has ended counts no more.
func total(all []*process) usage {
	var sum usage
	for _, p := range all {
		if u, err := p.usage(); err == nil {
			sum.cpu += u.cpu
			sum.peak += u.peak
		}
	}
	return sum
}

// up is a job of `gpa up` with these services, which reads that topic.
func (b *bench) up(s *space, name, group string, t schema.Topic, services ...string) job {
	return job{
		name: name, program: b.Command, args: append([]string{"up"}, services...), env: s.settings(),
		group: s.env.Config.Group(group), topic: s.topic(t),
	}
}
