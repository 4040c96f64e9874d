package meaning

import (
	"slices"
	"testing"
)

// TestNarrowMachinesAddTheSame compares the two ways of amd64, of which addRow takes one.
func TestNarrowMachinesAddTheSame(t *testing.T) {
	t.Parallel()
	if !wide {
		return // There is one way only.
	}
	cells, got, want := make([]byte, 256), make([]float32, 256), make([]float32, 256)
	for i := range cells {
		cells[i], got[i], want[i] = byte(i*7), float32(i)/3, float32(i)/3
	}
	addCells(&got[0], &cells[0], 0.37, len(cells))
	addCellsWide(&want[0], &cells[0], 0.37, len(cells))
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func BenchmarkRow(b *testing.B) {
	cells, sum := make([]byte, 256), make([]float32, 256)
	for name, add := range map[string]func(){
		"plain":  func() { plainRow(sum, cells, 0.1) },
		"narrow": func() { addCells(&sum[0], &cells[0], 0.1, len(cells)) },
		"here":   func() { addRow(sum, cells, 0.1) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				add()
			}
		})
	}
}
