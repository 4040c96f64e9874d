//go:build !amd64

package meaning

// addRow adds the cells of a row, times scale, to a sum of the same length.
func addRow(sum []float32, cells []byte, scale float32) { plainRow(sum, cells, scale) }
