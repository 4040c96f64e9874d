package cli

import "github.com/gpa-stream/gpa/pkg/service"

type healthcheckCmd struct{}

// Run is gpa healthcheck: what a container without a shell runs to see whether `gpa up` is well.
func (healthcheckCmd) Run(s *session, ctx bound) error { return service.Probe(ctx, s.config.Listen) }
