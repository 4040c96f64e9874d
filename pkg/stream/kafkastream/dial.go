package kafkastream

import (
	"bufio"
	"context"
	"net"
)

// readAhead is how much is taken of the network at once: kafka-go reads 4 KiB at a time.
const readAhead = 64 << 10

// dial is kafka.Dialer's DialFunc.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &buffered{Conn: c, from: bufio.NewReaderSize(c, readAhead)}, nil
}

// A buffered is a connection that is read in larger pieces. An error, a deadline that has passed too, is given once, and
// reading may go on behind it, as with the connection itself.
type buffered struct {
	net.Conn
	from *bufio.Reader
}

func (b *buffered) Read(p []byte) (int, error) { return b.from.Read(p) }
