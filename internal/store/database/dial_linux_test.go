package database_test

import (
	"net"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// A connection to a server that is gone without a word is given up by the system in seconds.
func TestGivesUp(t *testing.T) {
	conn, err := databasetest.Opened(t, databasetest.Postgres(t)).Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	tcp, ok := conn.Conn().PgConn().Conn().(*net.TCPConn)
	if !ok {
		t.Skip("the server is not reached by TCP alone")
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for name, option := range map[string]struct{ number, least, most int }{
		"for what was sent, in milliseconds": {unix.TCP_USER_TIMEOUT, 1000, 20_000},
		"until it is asked, in seconds":      {unix.TCP_KEEPIDLE, 1, 15},
	} {
		err := raw.Control(func(fd uintptr) {
			got, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, option.number)
			if err != nil || got < option.least || got > option.most {
				t.Errorf("%s: %d, %v", name, got, err)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
