package server

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/report"
	"github.com/refcheck/refcheck/internal/store/checks"
)

const (
	// pageLength is how many Seqs a page of events has.
	pageLength = 32
	// keptEvents is how many bytes of events are kept; twice as many while the old ones are given up.
	keptEvents = 16 << 20
)

// frame is the event of one decided reference, as it is sent.
type frame struct {
	seq  int
	data []byte
}

// eventPages are the events of decided references, by their Seq. What one client has been sent is kept for
// a while for the others: each event is read and encoded once, unless somebody is far behind. A page holds
// nobody up but those who want the same page while it is being read.
type eventPages struct {
	store progressStore
	limit int // how many bytes are young

	mu sync.Mutex
	// young are the pages that were in use since old were young, size is theirs in bytes.
	young, old map[pageKey]*eventPage
	size       int
}

type pageKey struct {
	check string
	// holes are how many references were put back to work: then their events are in the pages no more.
	holes int
	n     int // the first is 0
}

// eventPage is a page as far as it has been read.
type eventPage struct {
	// reading is taken by whoever reads or extends the page.
	reading chan struct{}
	frames  []frame
	upTo    int // the Seq up to which it has been read
	size    int // in bytes; guarded by the lock of all pages
}

func newEventPages(store progressStore) *eventPages {
	return &eventPages{store: store, limit: keptEvents, young: map[pageKey]*eventPage{}}
}

// after returns the next events of a check behind a Seq, and the Seq up to which they are all there is.
func (p *eventPages) after(ctx context.Context, c checks.Check, seq int) (events [][]byte, upTo int, err error) {
	n := seq / pageLength
	page := p.page(pageKey{c.ID, c.Last - c.Decided, n})
	select {
	case page.reading <- struct{}{}:
		defer func() { <-page.reading }()
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	}
	if end := (n + 1) * pageLength; page.upTo < min(c.Last, end) {
		page.upTo = max(page.upTo, n*pageLength)
		kept, err := p.decided(ctx, c.ID, page.upTo, end-page.upTo)
		if err != nil {
			return nil, 0, err
		}
		if err := p.extend(page, kept, min(c.Last, end), end); err != nil {
			return nil, 0, err
		}
	}
	for _, f := range page.frames {
		if f.seq > seq {
			events = append(events, f.data)
		}
	}
	return events, page.upTo, nil
}

// decided returns references of a check that has some behind a Seq. The error is checks.ErrNone if it has
// been deleted meanwhile.
func (p *eventPages) decided(ctx context.Context, check string, after, limit int) ([]checks.Reference, error) {
	kept, err := p.store.Decided(ctx, check, after, limit)
	if err != nil || len(kept) > 0 {
		return kept, err
	}
	progress, err := p.store.Progress(ctx, []string{check})
	if _, exists := progress[check]; err == nil && !exists {
		err = checks.ErrNone
	}
	return nil, err
}

// page returns a page, and keeps it from growing old.
func (p *eventPages) page(key pageKey) *eventPage {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.size > p.limit {
		p.young, p.old, p.size = map[pageKey]*eventPage{}, p.young, 0
	}
	if page := p.young[key]; page != nil {
		return page
	}
	page := p.old[key]
	if page == nil {
		page = &eventPage{reading: make(chan struct{}, 1)}
	}
	p.young[key] = page
	p.size += page.size
	return page
}

// extend adds references to a page that ends with a Seq, which is now read up to a Seq.
func (p *eventPages) extend(page *eventPage, kept []checks.Reference, upTo, end int) error {
	size, frames := 0, page.frames
	for _, k := range kept {
		if k.Seq > end {
			break
		}
		data, err := referenceEvent(k)
		if err != nil {
			return err
		}
		frames = append(frames, frame{k.Seq, data})
		size += len(data)
		upTo = max(upTo, k.Seq)
	}
	page.frames, page.upTo = frames, upTo
	p.mu.Lock()
	defer p.mu.Unlock()
	page.size += size
	p.size += size
	return nil
}

// referenceEvent returns the event of a decided reference.
func referenceEvent(k checks.Reference) ([]byte, error) {
	r, err := jobs.Result(k, errNotYet)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "id: %d\nevent: reference\ndata: ", k.Seq)
	err = report.WriteJSON(&out, report.NewReference(r), false)
	out.WriteString("\n")
	return out.Bytes(), err
}
