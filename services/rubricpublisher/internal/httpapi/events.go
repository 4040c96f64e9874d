package httpapi

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

const (
	// keepAlive is how often a line goes out when nothing happens, so that proxies keep the connection.
	keepAlive   = 15 * time.Second
	eventsBatch = 100
)

type eventsInput struct {
	LastEventID string `header:"Last-Event-ID" doc:"id of the last event seen: what came after it follows"`
	After       string `query:"after" doc:"the same for clients that cannot set the header; 0 gives all that is kept"`
}

func (a *API) events(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "watch-rubrics", Method: http.MethodGet, Path: "/v1/events",
		Summary:     "Server-sent events: each version as it is published or retired",
		Description: "event: rubric; id: grows; data: the rubric as in /v1/rubrics. Without Last-Event-ID only what comes from now on.",
		Responses: map[string]*huma.Response{"200": {Description: "A stream without end", Content: map[string]*huma.MediaType{
			"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}},
		}}},
	}, a.watch)
}

func (a *API) watch(ctx context.Context, in *eventsInput) (*huma.StreamResponse, error) {
	from, err := a.resume(ctx, in)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) { //nolint:contextcheck // c has the request's context
		c.SetHeader("Content-Type", "text/event-stream")
		c.SetHeader("Cache-Control", "no-store")
		flusher, _ := c.BodyWriter().(http.Flusher)
		out := bufio.NewWriter(c.BodyWriter())
		flush := func() bool {
			if err := out.Flush(); err != nil {
				return false
			}
			if flusher != nil {
				flusher.Flush()
			}
			return true
		}
		a.follow(c.Context(), from, out, flush)
	}}, nil
}

// resume says behind which event to begin.
func (a *API) resume(ctx context.Context, in *eventsInput) (int64, error) {
	id := in.LastEventID
	if id == "" {
		id = in.After
	}
	if id == "" {
		last, err := a.store.LastEvent(ctx)
		if err != nil {
			return 0, a.problem(ctx, err)
		}
		return last, nil
	}
	n, err := strconv.ParseInt(strings.TrimSpace(id), 10, 64)
	if err != nil || n < 0 {
		return 0, huma.Error422UnprocessableEntity(fmt.Sprintf("Last-Event-ID is %q; expected the id of an event", id))
	}
	return n, nil
}

// follow writes events until the reader or the service goes away.
func (a *API) follow(ctx context.Context, from int64, out *bufio.Writer, flush func() bool) {
	alive := time.NewTicker(keepAlive)
	defer alive.Stop()
	// A first line, so that the reader knows at once that it is connected.
	_, _ = out.WriteString(": watching\n\n")
	if !flush() {
		return
	}
	for {
		// Asked for before reading: news that come in between are not slept through.
		changed := a.news.wait()
		found, err := a.store.Events(ctx, from, eventsBatch)
		if err != nil {
			// The reader comes back with the last id that it saw.
			a.o.Log.WarnContext(ctx, "a watcher was cut off", "error", err)
			return
		}
		for _, e := range found {
			if err := writeEvent(out, e); err != nil {
				return
			}
			from = e.Seq
		}
		if len(found) > 0 && !flush() {
			return
		}
		if len(found) == eventsBatch {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-alive.C:
			_, _ = out.WriteString(": still here\n\n")
			if !flush() {
				return
			}
		}
	}
}

func writeEvent(out *bufio.Writer, e versions.Event) error {
	data, err := json.Marshal(e.Rubric)
	if err != nil {
		return fmt.Errorf("encode event %d: %w", e.Seq, err)
	}
	_, err = fmt.Fprintf(out, "id: %d\nevent: rubric\ndata: %s\n\n", e.Seq, data)
	return err
}
