package database

import (
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// giveUp has the system give up a connection on which nobody has confirmed for silence what was sent: by
// itself it goes on for a quarter of an hour.
func giveUp(network, _ string, conn syscall.RawConn) error {
	if !strings.HasPrefix(network, "tcp") {
		return nil
	}
	var failed error
	err := conn.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(silence.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return failed
}
