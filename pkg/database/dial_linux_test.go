package database

import (
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

func TestAServerThatDoesNotAnswerIsGivenUp(t *testing.T) {
	t.Parallel()
	address, schema := pgtest.Schema(t)
	pool, err := Open(t.Context(), address, schema)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	tcp, ok := conn.Conn().PgConn().Conn().(*net.TCPConn)
	if !ok {
		t.Fatalf("the connection is %T", conn.Conn().PgConn().Conn())
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for name, option := range map[string]struct {
		number int
		want   time.Duration
		unit   time.Duration
	}{
		"unacknowledged": {userTimeout, 20 * time.Second, time.Millisecond},
		"idle":           {syscall.TCP_KEEPIDLE, 5 * time.Second, time.Second},
		"probes":         {syscall.TCP_KEEPINTVL, 5 * time.Second, time.Second},
	} {
		var got int
		var failed error
		if err := raw.Control(func(fd uintptr) {
			got, failed = syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, option.number)
		}); err != nil || failed != nil {
			t.Fatal(err, failed)
		}
		if d := time.Duration(got) * option.unit; d != option.want {
			t.Errorf("%s: %s, want %s", name, d, option.want)
		}
	}
}
