package server

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// bodiesAtOnce is how many of the largest bodies are in memory at once. Smaller ones are so many more.
	bodiesAtOnce = 4
	// longestQueue is how long a body waits for room.
	longestQueue = 10 * time.Second
)

// withRoom lets a request through when there is room for its body: those of all requests together are
// bounded, whoever sends them and how many. Who does not say how much comes is taken to send the most.
func (s *Server) withRoom(next http.Handler) http.Handler {
	most := s.MaxUpload + bodyOverhead
	room := semaphore.NewWeighted(bodiesAtOnce * most)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size := min(r.ContentLength, most)
		if size < 0 {
			size = most
		}
		if size == 0 {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), longestQueue)
		defer cancel()
		if err := room.Acquire(ctx, size); err != nil {
			notReady(w, "many bibliographies are being sent; try again in a while")
			return
		}
		defer room.Release(size)
		next.ServeHTTP(w, r)
	})
}
