package server

import "net/http"

// addHealth answers those that watch over the process: whether it lives, and whether it can serve.
func (s *Server) addHealth() {
	s.mux.HandleFunc("GET /healthz", alive)
	s.mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if s.stopping.Load() {
			notReady(w, "stopping")
			return
		}
		if err := s.Ready(r.Context()); err != nil {
			s.logOf(r.Context()).Warn("not ready", "error", err)
			notReady(w, "the database does not answer")
			return
		}
		alive(w, r)
	})
}

// Stop makes the server say that it is not ready. Requests are answered further on.
func (s *Server) Stop() { s.stopping.Store(true) }

// Starting answers while the service is being prepared, as while its database is brought up to date: the
// process lives, and is not ready for anything.
func Starting() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", alive)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { notReady(w, "starting") })
	return mux
}

func alive(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }

func notReady(w http.ResponseWriter, why string) {
	w.Header().Set("Retry-After", "10")
	http.Error(w, why, http.StatusServiceUnavailable)
}
