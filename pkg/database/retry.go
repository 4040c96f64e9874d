package database

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/jackc/pgx/v5/pgconn"
)

// Retry tries until it succeeds, fails for good, or ctx ends. What is tried may have been done when the connection was
// lost, so it must be the same done twice, or refuse to be.
func Retry(ctx context.Context, try func() error) error {
	pace := backoff.NewExponentialBackOff(
		backoff.WithInitialInterval(50*time.Millisecond), backoff.WithMaxInterval(2*time.Second), backoff.WithMaxElapsedTime(0))
	return backoff.Retry(func() error {
		err := try()
		if err != nil && !passing(err) {
			return backoff.Permanent(err)
		}
		return err
	}, backoff.WithContext(pace, ctx))
}

// passing says whether the same thing may go well later: the server was away, is starting, or is short of something.
// What is not known to pass is said at once, rather than tried for ever.
func passing(err error) bool {
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok {
		return slices.Contains([]string{
			"08", // connection
			"40", // serialization failure, deadlock
			"53", // out of connections, memory, disk
			"57", // shut down by an operator, starting up
		}, refused.Code[:min(2, len(refused.Code))])
	}
	_, unreachable := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[net.Error](err)
	return unreachable || network || pgconn.SafeToRetry(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
