package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/metrics"
	"github.com/refcheck/refcheck/internal/store/checks"
)

// showMetrics shows the metrics at an address of their own, which is not for the public: nowhere unless one
// is given.
func (s *serveSettings) showMetrics(ctx context.Context, m *metrics.Metrics, kept *checks.Store, registries []check.Registry, log *slog.Logger) (stop func(), err error) {
	if s.metrics == "" {
		return func() {}, nil
	}
	for _, r := range registries {
		if r, ok := r.(metrics.Client); ok {
			m.AddRegistry(r)
		}
	}
	m.AddBacklog(context.WithoutCancel(ctx), func(ctx context.Context) (metrics.Backlog, error) {
		left, slices, err := kept.Backlog(ctx)
		return metrics.Backlog{"checks": left, "slices": slices}, err
	})
	var config net.ListenConfig
	on, err := config.Listen(ctx, "tcp", s.metrics)
	if err != nil {
		return nil, hint(err, "--metrics takes an address that is free, like 127.0.0.1:9090")
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.Handler())
	shown := &http.Server{Handler: mux, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	go func() { _ = shown.Serve(on) }()
	log.Info("showing metrics", "address", "http://"+on.Addr().String()+"/metrics")
	return func() { _ = shown.Close() }, nil
}
