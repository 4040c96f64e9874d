package protocol

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets memory grow: the runs are short and make many small things.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
