package server

import (
	"context"
	"errors"
	"time"

	"github.com/refcheck/refcheck/internal/store/checks"
)

// afterFailure is the pause before the database is asked again that did not answer.
const afterFailure = time.Second

// errEnded says that this server ends its streams, or this one.
var errEnded = errors.New("the streams of events end")

// follower is a client that follows a check. It reads what it needs at its own pace: so a slow one holds
// nobody up, and nothing is kept for it.
type follower struct {
	*hub
	ended <-chan struct{}
	// welcome reports whether the client may still follow.
	welcome func(context.Context) bool
	beat    *time.Ticker // awake
	id      string
	seq     int // of the last event that was sent
	out     eventStream
}

// follow sends the events of a check, until that is over or deleted, or the client or this server goes.
func (f *follower) follow(ctx context.Context, c checks.Check) error {
	w, err := f.watch(ctx, c)
	if err != nil {
		return err
	}
	defer f.leave(w)
	f.beat = time.NewTicker(f.awake)
	defer f.beat.Stop()
	if err := f.out.open(); err != nil {
		return err
	}
	err = f.send(ctx, w)
	if errors.Is(err, errEnded) || errors.Is(err, checks.ErrNone) {
		return nil
	}
	return err
}

// send sends one sight of a check after the other: what was decided, and then how far it has come.
func (f *follower) send(ctx context.Context, w *watched) error {
	shown := f.seen(w)
	if err := f.out.event("progress", shown.data); err != nil {
		return err
	}
	for now := shown; ; {
		if err := f.catchUp(ctx, now); err != nil {
			return err
		}
		if now.check.State.Over() {
			return f.out.event("end", now.data)
		}
		if now != shown {
			shown = now
			if err := f.out.event("progress", now.data); err != nil {
				return err
			}
		}
		if err := f.wait(ctx, now); err != nil {
			return err
		}
		now = f.seen(w)
	}
}

// catchUp sends what was decided up to a sight.
func (f *follower) catchUp(ctx context.Context, now *sight) error {
	if now.gone {
		return checks.ErrNone
	}
	for f.seq < now.check.Last {
		events, upTo, err := f.events(ctx, now)
		if err != nil {
			return err
		}
		if err := f.out.send(events...); err != nil {
			return err
		}
		f.seq = upTo
	}
	return nil
}

// events returns the next events up to a sight, and the Seq of the last. It waits for a database that is away.
func (f *follower) events(ctx context.Context, now *sight) (events [][]byte, upTo int, err error) {
	for failed := false; ; failed = true {
		if err := f.pause(ctx, 0); err != nil {
			return nil, 0, err
		}
		events, upTo, err = f.pages.after(ctx, now.check, f.seq)
		if err == nil || errors.Is(err, checks.ErrNone) {
			return events, upTo, err
		}
		if !failed {
			f.log.Warn("a client that follows a check has to wait", "check", f.id, "error", err)
		}
		if err := f.pause(ctx, afterFailure); err != nil {
			return nil, 0, err
		}
	}
}

// hear lets the client hear something, if it may still follow.
func (f *follower) hear(ctx context.Context) error {
	if !f.welcome(ctx) {
		return errEnded
	}
	return f.out.send([]byte(":\n\n"))
}

// wait waits for the next sight.
func (f *follower) wait(ctx context.Context, now *sight) error {
	for {
		select {
		case <-now.next:
			return nil
		case <-f.beat.C:
			if err := f.hear(ctx); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		case <-f.ended:
			return errEnded
		}
	}
}

// pause waits for a time, if any. The error says that the stream is to end.
func (f *follower) pause(ctx context.Context, length time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-f.ended:
		return errEnded
	case <-f.beat.C:
		if err := f.hear(ctx); err != nil {
			return err
		}
	default:
	}
	if length == 0 {
		return nil
	}
	select {
	case <-time.After(length):
	case <-ctx.Done():
	case <-f.ended:
	}
	return f.pause(ctx, 0)
}
