package service_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/service"
)

func TestProbeSaysWhatTheProcessSays(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		code int
		body string
		want string
	}{
		"well":       {http.StatusOK, `{"status":"ok"}`, ""},
		"stuck":      {http.StatusServiceUnavailable, `{"status":"stuck","waiting_for":["turns/3"]}`, "turns/3"},
		"other page": {http.StatusNotFound, "404 page not found", "404"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/healthz" {
					t.Errorf("asked for %s, want /healthz", r.URL.Path)
				}
				w.WriteHeader(x.code)
				_, _ = w.Write([]byte(x.body))
			}))
			defer srv.Close()
			_, port, err := net.SplitHostPort(srv.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			for _, host := range []string{"127.0.0.1", "0.0.0.0", ""} {
				err := service.Probe(t.Context(), net.JoinHostPort(host, port))
				if x.want == "" && err != nil {
					t.Errorf("host %q: got %v, want no error", host, err)
				}
				if x.want != "" && (err == nil || !strings.Contains(err.Error(), x.want)) {
					t.Errorf("host %q: got %v, want an error that says %q", host, err, x.want)
				}
			}
		})
	}
}

func TestProbeFailsWhereNobodyListens(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := service.Probe(t.Context(), address); err == nil || !strings.Contains(err.Error(), address) {
		t.Errorf("got %v, want an error that names %s", err, address)
	}
	if err := service.Probe(t.Context(), "8080"); err == nil || !strings.Contains(err.Error(), "host:port") {
		t.Errorf("got %v, want what is expected of http.listen", err)
	}
}
