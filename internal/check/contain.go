package check

import "github.com/refcheck/refcheck/internal/registry"

// Panic is the error of a run that panicked, where Options.Contain holds.
type Panic = registry.Panic

// Contain calls do, and returns its panic instead of panicking.
func Contain(do func()) *Panic { return registry.Contain(do) }
