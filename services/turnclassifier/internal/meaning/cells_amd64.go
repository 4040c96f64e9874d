package meaning

import "golang.org/x/sys/cpu"

// addCells adds n cells, a multiple of sixteen and not 0, times scale to a sum.
//
//go:noescape
func addCells(sum *float32, cells *byte, scale float32, n int)

// addCellsWide is addCells where the machine is wide.
//
//go:noescape
func addCellsWide(sum *float32, cells *byte, scale float32, n int)

var wide = cpu.X86.HasAVX2

// addRow adds the cells of a row, times scale, to a sum of the same length.
func addRow(sum []float32, cells []byte, scale float32) {
	whole := len(cells) &^ 15
	sum = sum[:len(cells)]
	switch {
	case whole == 0:
	case wide:
		addCellsWide(&sum[0], &cells[0], scale, whole)
	default:
		addCells(&sum[0], &cells[0], scale, whole)
	}
	plainRow(sum[whole:], cells[whole:], scale)
}
