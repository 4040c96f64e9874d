package stream

import (
	"context"
	"testing"
)

type dropper struct{}

func (dropper) Process(_ context.Context, _ Record, b *Batch) error { b.Late++; return nil }
func (dropper) Settle(context.Context, *Batch) error                { return nil }
func (dropper) Position() (Position, bool)                          { return Position{}, false }

func TestARecordCostsNoAllocationWithOrWithoutAMeter(t *testing.T) {
	for name, meter := range map[string]*Meter{"silent": nil, "metered": {}} {
		r := run{loop: &Loop{Service: "s", Meter: meter}, task: dropper{}, gauges: meter.own(Partition{})}
		rec := Record{Type: "some", Headers: []Header{{Key: TraceParent}}}
		allocs := testing.AllocsPerRun(100, func() {
			if err := r.process(t.Context(), rec); err != nil {
				t.Error(err)
			}
			r.stands(chunk{})
			r.took(chunk{})
		})
		if allocs != 0 {
			t.Errorf("%s: %v allocations a record, want none", name, allocs)
		}
	}
}
