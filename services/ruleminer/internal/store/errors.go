package store

import "fmt"

// A ClosedError says that there is nothing to close by hand.
type ClosedError struct {
	Partition     int32
	ClosedThrough int64
}

func (e *ClosedError) Error() string {
	return fmt.Sprintf("partition %d has closed through bucket %d already", e.Partition, e.ClosedThrough)
}
