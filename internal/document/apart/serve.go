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
	// lookEvery is how often a process looks at what it has taken.
	lookEvery = 10 * time.Millisecond
)

// Serve reads one file in this process, which is for nothing else: it may end it. See Reader.
func Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	stream := bufio.NewReader(in)
	line, err := stream.ReadBytes('\n')
	if err != nil {
		return err
	}
	var o order
	if err := json.Unmarshal(line, &o); err != nil {
		return err
	}
	within := boundsOf(o.Most)
	ctx, cancel := context.WithTimeout(ctx, 2*within.time) // for one whose parent is gone
	defer cancel()
	debug.SetMemoryLimit(within.memory * 3 / 4) // from there on it tidies up before it takes more
	limit(within.memory)
	go watch(ctx, uint64(within.memory))
	data, err := io.ReadAll(stream)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(out)
	if err := o.answer(ctx, data, json.NewEncoder(buffered)); err != nil {
		return err
	}
	return buffered.Flush()
}

// answer reads a file and says what it holds, as receive expects it.
func (o order) answer(ctx context.Context, data []byte, to *json.Encoder) error {
	doc, err := o.read(ctx, data)
	if unread, ok := errors.AsType[*document.Error](err); ok {
		kind := max(slices.IndexFunc(kinds, func(k error) bool { return errors.Is(unread, k) }), 0)
		return to.Encode(answer{Failed: &failure{unread.Reason, unread.Hint, shortened(unread.Problems), kind}})
	}
	if err == nil {
		err = to.Encode(answer{Format: doc.Format, Problems: doc.Problems, Count: len(doc.References)})
	}
	for i := 0; i < len(doc.References) && err == nil; i++ {
		err = to.Encode(&doc.References[i])
	}
	return err
}

// watch ends the process when it has taken more memory than it may, or when ctx ends though the reading does not.
func watch(ctx context.Context, memory uint64) {
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
