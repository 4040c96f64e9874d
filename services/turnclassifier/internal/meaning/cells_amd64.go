package meaning

// addCells adds n cells, a multiple of sixteen and not 0, times scale to a sum.
//
//go:noescape
func addCells(sum *float32, cells *byte, scale float32, n int)

// addRow adds the cells of a row, times scale, to a sum of the same length.
func addRow(sum []float32, cells []byte, scale float32) {
	whole := len(cells) &^ 15
	sum = sum[:len(cells)]
	if whole > 0 {
		addCells(&sum[0], &cells[0], scale, whole)
	}
	plainRow(sum[whole:], cells[whole:], scale)
}
