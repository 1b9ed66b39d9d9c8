//go:build linux && !race

package apart

import "syscall"

// limit has the system refuse this process what lies far above its memory: a single piece may be asked for
// between two looks of watch. The error is of no matter: there is watch.
func limit() {
	most := syscall.Rlimit{Cur: memory + overhead, Max: memory + overhead}
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &most)
}
