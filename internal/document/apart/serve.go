package apart

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"time"

	"github.com/refcheck/refcheck/internal/document"
)

const (
	// outOfMemory is the status with which a process ends that has taken too much.
	outOfMemory = 77
	// longest is how long a process reads whose parent is gone.
	longest = time.Minute
	// lookEvery is how often a process looks at what it has taken.
	lookEvery = 10 * time.Millisecond
)

// Serve reads one file in this process, which is for nothing else: it may end it. See Reader.
func Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	debug.SetMemoryLimit(memory * 3 / 4) // from there on it tidies up before it takes more
	limit()
	go watch(ctx)
	stream := bufio.NewReader(in)
	line, err := stream.ReadBytes('\n')
	if err != nil {
		return err
	}
	var o order
	if err := json.Unmarshal(line, &o); err != nil {
		return err
	}
	data, err := io.ReadAll(stream)
	if err != nil {
		return err
	}
	doc, err := o.read(ctx, data)
	if err == nil {
		return json.NewEncoder(out).Encode(answer{Document: doc})
	}
	unread, ok := errors.AsType[*document.Error](err)
	if !ok {
		return err
	}
	kind := max(slices.IndexFunc(kinds, func(k error) bool { return errors.Is(unread, k) }), 0)
	return json.NewEncoder(out).Encode(answer{Failed: &failure{unread.Reason, unread.Hint, shortened(unread.Problems), kind}})
}

// watch ends the process when it has taken too much memory, or when ctx ends though the reading does not.
func watch(ctx context.Context) {
	taken := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for tick := time.NewTicker(lookEvery); ; {
		select {
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				os.Exit(1) //nolint:forbidigo // the reading cannot be asked to end
			}
			return
		case <-tick.C:
		}
		metrics.Read(taken)
		if taken[0].Value.Uint64()-taken[1].Value.Uint64() > memory {
			os.Exit(outOfMemory) //nolint:forbidigo // as above
		}
	}
}
