package registry

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// Those of a flow pass in the order of their coming, and the flows take turns, whichever came first; one
// that leaves the queue costs the others nothing.
func TestFlowsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := gate{limit: 1}
		if err := g.acquire(t.Context()); err != nil {
			t.Fatal(err)
		}
		var got []string
		wait := func(ctx context.Context, flow, name string) {
			go func() {
				switch err := g.acquire(WithFlow(ctx, flow)); {
				case err == nil:
					got = append(got, name)
					g.release()
				case !errors.Is(err, context.Canceled):
					t.Error(err)
				}
			}()
			synctest.Wait()
		}
		ctx, cancel := context.WithCancel(t.Context())
		for _, name := range []string{"a1", "a2", "a3", "a4"} {
			wait(t.Context(), "a", name)
		}
		wait(t.Context(), "b", "b1")
		wait(ctx, "b", "b gone")
		wait(t.Context(), "c", "c1")
		wait(t.Context(), "b", "b2")
		cancel()
		synctest.Wait()
		g.release()
		synctest.Wait()
		wait(t.Context(), "a", "a5") // nobody waits any more
		if diff := cmp.Diff([]string{"a1", "b1", "c1", "a2", "a3", "b2", "a4", "a5"}, got); diff != "" {
			t.Error(diff)
		}
		if len(g.flows) > 0 || g.queue.Len() > 0 || !g.idle() {
			t.Errorf("%v, %d wait", g.flows, g.queue.Len())
		}
	})
}
