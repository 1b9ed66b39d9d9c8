package registry

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// Panic is a panic as an error: what was panicked with, and where.
type Panic struct {
	Value any
	Stack []byte
}

// Error returns all of it, which may hold text of a reference.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v\n\n%s", p.Value, p.Stack) }

// Kind says what it was without what it was over: the runtime's own words, or else the type of the value.
func (p *Panic) Kind() string {
	if err, ok := p.Value.(error); ok {
		if ours, ok := errors.AsType[runtime.Error](err); ok {
			return ours.Error()
		}
	}
	return fmt.Sprintf("%T", p.Value)
}

// Contain calls do, and returns its panic instead of panicking. One that was contained before stays what
// it was.
func Contain(do func()) (contained *Panic) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Panic:
			contained = p
		default:
			contained = &Panic{p, debug.Stack()}
		}
	}()
	do()
	return nil
}
