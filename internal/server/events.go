package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

const (
	// awake is how often a client hears something, if only a comment: proxies close connections that are silent. As
	// often it is found out whether the client may still follow.
	awake = 15 * time.Second
	// patience is how long a client may take to accept what is sent; then it has to come back.
	patience = 30 * time.Second
	// comeBack is when a client whose connection broke is asked to come back.
	comeBack = 2 * time.Second
)

// eventsInput asks for the events of a check.
type eventsInput struct {
	IDInput
	LastEventID int `header:"Last-Event-ID" minimum:"0" doc:"The id of the last event that was received: only later ones are sent."`
	After       int `query:"after" minimum:"0" doc:"The same for clients that cannot send the header."`
}

// eventsDescription says what is in the stream, which OpenAPI has no words for.
const eventsDescription = "Server-sent events, from the first decided reference to the last. `reference`: a reference was decided " +
	"(data: a ReportReference; id: its place in the order of deciding). `progress`: how far the check has come (data: a Check), at the beginning " +
	"and whenever that changes. `end`: the check is over (data: a Check), and nothing more will come: close the stream. A stream that ends otherwise, " +
	"for a restart of the server for instance, is taken up by `Last-Event-ID`; browsers do so by themselves. One that was begun with a token ends " +
	"soon after that is revoked or expires."

// addEvents adds the stream of what is decided.
func (s *Server) addEvents(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "follow-check", Method: http.MethodGet, Path: "/v1/checks/{id}/events", Tags: []string{"results"},
		Summary: "Each reference as it is decided", Description: eventsDescription, Errors: []int{404, 422, 503},
		Responses: map[string]*huma.Response{"200": {
			Description: "The events.", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}},
		}},
	}, s.events)
}

// EndEvents ends all streams of events; who follows comes back, and by then maybe to another server. It is
// for http.Server.RegisterOnShutdown.
func (s *Server) EndEvents() { s.ending.Do(func() { close(s.ended) }) }

func (s *Server) events(ctx context.Context, in *eventsInput) (*huma.StreamResponse, error) {
	c, err := s.visible(ctx, in.ID)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &huma.StreamResponse{Body: func(response huma.Context) {
		_, w := humago.Unwrap(response)
		f := follower{
			hub: s.hub, ended: s.ended, welcome: s.welcome, id: c.ID, seq: max(in.LastEventID, in.After),
			out: eventStream{w, http.NewResponseController(w)},
		}
		if err := f.follow(ctx, c); err != nil && ctx.Err() == nil {
			s.Log.Info("a client that followed a check was lost", "check", c.ID, "error", err)
		}
	}}, nil
}

// eventStream sends events to one client.
type eventStream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// open begins the stream.
func (e eventStream) open() error {
	header := e.w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // nginx would collect what is to come at once
	return e.send(fmt.Appendf(nil, "retry: %d\n\n", comeBack.Milliseconds()))
}

// event sends one event without an id.
func (e eventStream) event(name string, data []byte) error {
	return e.send(fmt.Appendf(nil, "event: %s\ndata: %s\n\n", name, data))
}

// send sends lines at once. Its deadline replaces those of the http.Server.
func (e eventStream) send(all ...[]byte) error {
	if err := e.control.SetWriteDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	for _, lines := range all {
		if _, err := e.w.Write(lines); err != nil {
			return err
		}
	}
	return e.control.Flush()
}
