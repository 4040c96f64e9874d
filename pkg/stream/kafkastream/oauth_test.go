package kafkastream_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

// tokens is a token endpoint for the client "gpa" with the secret "hush"; give makes the n-th token.
func tokens(t *testing.T, lifetime int, give func(n int64) string) (url string, asked *atomic.Int64) {
	t.Helper()
	asked = new(atomic.Int64)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		w.Header().Set("Content-Type", "application/json")
		if r.Method != http.MethodPost || r.PostFormValue("grant_type") != "client_credentials" || r.PostFormValue("scope") != "kafka read" || id != "gpa" || secret != "hush" {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = fmt.Fprint(w, `{"error":"invalid_client"}`)
			return
		}
		_, _ = fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer","expires_in":%d}`, give(asked.Add(1)), lifetime)
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

func client(url, secret string) kafkastream.Credentials {
	return kafkastream.Credentials{TokenURL: url, ID: "gpa", Secret: secret, Scopes: []string{"kafka", "read"}}
}

func TestATokenIsFetchedByClientCredentialsAndKeptWhileItLives(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lifetime int
		want     []string
	}{
		{3600, []string{"token-1", "token-1"}},
		{1, []string{"token-1", "token-2"}}, // It expires before it can be used again.
	} {
		url, _ := tokens(t, c.lifetime, func(n int64) string { return fmt.Sprintf("token-%d", n) })
		m := kafkastream.OAuthClient(client(url, "hush"))
		for _, want := range c.want {
			if _, first, err := m.Start(t.Context()); err != nil || string(first) != "n,,\x01auth=Bearer "+want+"\x01\x01" {
				t.Errorf("of tokens that live %d s got %q, %v; want %s", c.lifetime, first, err, want)
			}
		}
	}
}

func TestATokenThatIsNotGivenIsNamedWithItsPlace(t *testing.T) {
	t.Parallel()
	url, asked := tokens(t, 60, func(int64) string { return "two words" })
	for name, c := range map[string]struct {
		credentials kafkastream.Credentials
		want        string
	}{
		"a wrong secret":       {client(url, "loud"), "invalid_client"},
		"nobody there":         {client("http://127.0.0.1:1/token", "hush"), "refused"},
		"something else given": {client(url, "hush"), "none"},
	} {
		_, _, err := kafkastream.OAuthClient(c.credentials).Start(t.Context())
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "kafka.sasl_token_url") {
			t.Errorf("%s: got %v, want %q and the setting", name, err, c.want)
		}
		if err != nil && (strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), "loud")) {
			t.Errorf("%s: the secret stands in %v", name, err)
		}
	}
	if asked.Load() == 0 {
		t.Error("nobody asked for a token")
	}
}
