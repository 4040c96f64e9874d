// Command gpa reads conversation logs, finds out how each user group takes the answers it gets, and keeps the
// differences as versioned rubrics: on files, as a set of streaming services, or in one process to try it.
package main

import (
	"context"
	"os"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/cli"
	"github.com/gpa-stream/gpa/pkg/runner"
)

func main() {
	os.Exit(runner.Main(context.Background(), os.Stderr, func(ctx context.Context) error {
		return cli.Run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	}))
}
