//go:build !linux || race

package apart

// limit does nothing where the system counts otherwise, or the race detector takes its own part: there is watch.
func limit(int64) {}
