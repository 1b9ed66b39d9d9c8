//go:build linux && !race

package apart

import "syscall"

// limit has the system refuse this process what lies far above its memory: a single piece may be asked for
// between two looks of watch. The error is of no matter: there is watch.
func limit(memory int64) {
	most := syscall.Rlimit{Cur: uint64(memory + overhead), Max: uint64(memory + overhead)}
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &most)
}
