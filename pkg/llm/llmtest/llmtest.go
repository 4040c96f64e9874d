// Package llmtest gives tests a server that speaks OpenAI's chat completions and answers what it is told to, errors
// above all. It judges nothing: real servers are for the ring of `make test-llm`.
package llmtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"
)

// A Reply is what the server does with one request. The zero value is an empty answer with status 200.
type Reply struct {
	// Status, when it is not 200, goes out with Body.
	Status int
	// RetryAfter goes out as the header of that name.
	RetryAfter string
	// Body replaces the whole body; empty means that one is made of the fields below.
	Body string
	// Content, Refusal and Finish are the answer (default finish_reason stop).
	Content, Refusal, Finish string
	// Input and Output are the tokens that the server says it used.
	Input, Output int
	// CutAfter, when it is more than 0, breaks the connection after so many bytes of the body.
	CutAfter int
	// Hang holds the answer back until the client has gone, or Wait is over.
	Hang bool
	Wait time.Duration
}

// Server answers requests in the order in which replies were given; the last reply is given again for ever.
type Server struct {
	// URL is what llm.url has to be.
	URL string

	mu       sync.Mutex
	replies  []Reply
	by       func(Request) Reply
	requests []Request
	under    int
	most     int
}

// A Request is what the server was asked.
type Request struct {
	Model    string `json:"model"`
	Messages []struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	} `json:"messages"`
	ResponseFormat struct {
		Type       string `json:"type"`
		JSONSchema struct {
			Name   string          `json:"name"`
			Strict bool            `json:"strict"`
			Schema json.RawMessage `json:"schema"`
		} `json:"json_schema"`
	} `json:"response_format"`
	Temperature         float64 `json:"temperature"`
	Seed                *int    `json:"seed"`
	MaxCompletionTokens int     `json:"max_completion_tokens"`
	// Key is the bearer token.
	Key string `json:"-"`
}

// Serve starts a server that ends with the test.
func Serve(t testing.TB, replies ...Reply) *Server {
	t.Helper()
	return start(t, &Server{replies: replies})
}

// ServeBy starts a server that answers by a function of the request.
func ServeBy(t testing.TB, by func(Request) Reply) *Server {
	t.Helper()
	return start(t, &Server{by: by})
}

func start(t testing.TB, s *Server) *Server {
	t.Helper()
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	s.URL = h.URL + "/v1"
	return s
}

// Requests are those that came in so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Most is how many were under way at once at most.
func (s *Server) Most() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if r.URL.Path != "/v1/chat/completions" {
		http.NotFound(w, r)
		return
	}
	req := Request{Key: r.Header.Get("Authorization")}
	if err := json.Unmarshal(body, &req); err != nil {
		http.Error(w, "unreadable request", http.StatusBadRequest)
		return
	}
	reply := s.next(req)
	defer s.done()
	if reply.Wait > 0 || reply.Hang {
		if !wait(r, reply) {
			return
		}
	}
	reply.send(w)
}

func (s *Server) next(req Request) Reply {
	s.mu.Lock()
	s.requests = append(s.requests, req)
	s.under++
	s.most = max(s.most, s.under)
	by := s.by
	var reply Reply
	if len(s.replies) > 0 {
		reply = s.replies[min(len(s.requests), len(s.replies))-1]
	}
	s.mu.Unlock()
	if by != nil {
		return by(req)
	}
	return reply
}

func (s *Server) done() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.under--
}

func wait(r *http.Request, reply Reply) bool {
	if reply.Hang {
		<-r.Context().Done()
		return false
	}
	timer := time.NewTimer(reply.Wait)
	defer timer.Stop()
	select {
	case <-r.Context().Done():
		return false
	case <-timer.C:
		return true
	}
}

func (p Reply) send(w http.ResponseWriter) {
	body := []byte(p.Body)
	if p.Body == "" {
		body = p.completion()
	}
	if p.RetryAfter != "" {
		w.Header().Set("Retry-After", p.RetryAfter)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if p.Status != 0 {
		w.WriteHeader(p.Status)
	}
	if p.CutAfter > 0 {
		_, _ = w.Write(body[:min(p.CutAfter, len(body))])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler) // The way to break a connection off.
	}
	_, _ = w.Write(body)
}

// completion is an answer as such servers write it.
func (p Reply) completion() []byte {
	finish := p.Finish
	if finish == "" {
		finish = "stop"
	}
	message := map[string]any{"role": "assistant", "content": p.Content}
	if p.Refusal != "" {
		message["refusal"] = p.Refusal
	}
	b, err := json.Marshal(map[string]any{
		"id": "chatcmpl-1", "object": "chat.completion", "created": 1772359200, "model": "recorded",
		"choices": []any{map[string]any{"index": 0, "message": message, "finish_reason": finish}},
		"usage":   map[string]any{"prompt_tokens": p.Input, "completion_tokens": p.Output, "total_tokens": p.Input + p.Output},
	})
	if err != nil {
		return nil
	}
	return b
}
