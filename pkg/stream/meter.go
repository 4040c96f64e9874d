package stream

import "sync/atomic"

// A Meter counts what passes through a loop. A nil meter counts nothing.
type Meter struct {
	In, Out, Dead, Fenced atomic.Int64
}

func (m *Meter) in(n int) {
	if m != nil {
		m.In.Add(int64(n))
	}
}

func (m *Meter) out(n int) {
	if m != nil {
		m.Out.Add(int64(n))
	}
}

func (m *Meter) dead(n int) {
	if m != nil {
		m.Dead.Add(int64(n))
	}
}

func (m *Meter) fenced() {
	if m != nil {
		m.Fenced.Add(1)
	}
}
