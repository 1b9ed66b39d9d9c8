package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/refcheck/refcheck/internal/jobs"
	"github.com/refcheck/refcheck/internal/server"
)

// How long clients may take.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	// stopTime is how long requests under way may take when the service stops.
	stopTime = 20 * time.Second
)

// listener is the service's place in the network: it answers from the beginning, though little at first.
type listener struct {
	http    *http.Server
	handler atomic.Pointer[http.Handler]
	served  chan error
	address string
	log     *slog.Logger
}

// listen begins to answer at an address, as a service that is starting.
func listen(ctx context.Context, address string, log *slog.Logger) (*listener, error) {
	var config net.ListenConfig
	on, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	l := &listener{served: make(chan error, 1), address: "http://" + on.Addr().String(), log: log}
	l.answerBy(server.Starting())
	l.http = &http.Server{
		Handler:           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*l.handler.Load()).ServeHTTP(w, r) }),
		ReadHeaderTimeout: headerTime, IdleTimeout: idleTime,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	go func() { l.served <- l.http.Serve(on) }()
	return l, nil
}

func (l *listener) answerBy(h http.Handler) { l.handler.Store(&h) }

// run lets workers and server run until ctx ends, and stops them in good order: first the service says
// that it is not ready, for drain so that a balancer sees it, then no connection is taken any more and
// requests under way end, while the workers give back what they have not done.
func (l *listener) run(ctx context.Context, workers *jobs.Workers, s *server.Server, drain time.Duration) error {
	running := context.WithoutCancel(ctx)
	if err := workers.Start(running); err != nil {
		return err
	}
	l.http.RegisterOnShutdown(s.EndEvents)
	l.answerBy(s)
	l.log.Info("serving", "address", l.address)
	var failed error
	select {
	case <-ctx.Done():
		l.log.Info("stopping")
		s.Stop()
		time.Sleep(drain)
	case failed = <-l.served:
	}
	ending, cancel := context.WithTimeout(running, stopTime)
	defer cancel()
	var stopping errgroup.Group // side by side: a client that is slow takes no time from the workers
	stopping.Go(func() error { return l.finish(ending) })
	stopping.Go(func() error { return workers.Stop(ending) })
	return errors.Join(failed, stopping.Wait())
}

// finish lets requests under way end until ctx does, and cuts off those that have not: whoever sent them
// takes too long.
func (l *listener) finish(ctx context.Context) error {
	err := l.http.Shutdown(ctx)
	if ctx.Err() == nil {
		return err
	}
	l.log.Warn("requests are cut off that take too long")
	return l.http.Close()
}

// close ends what is still answered; after run that is nothing.
func (l *listener) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return l.finish(ctx)
}
