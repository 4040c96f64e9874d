//go:build !unix

package guard

import "os"

// Start returns ErrUnsupported.
func Start(Program) (*Process, error) { return nil, ErrUnsupported }

// Signal returns ErrUnsupported.
func (p *Process) Signal(os.Signal) error { return ErrUnsupported }

// Kill returns ErrUnsupported.
func (p *Process) Kill() error { return ErrUnsupported }
