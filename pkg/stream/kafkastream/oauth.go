package kafkastream

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/segmentio/kafka-go/sasl"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// OAuthBearer logs in with the token that a file holds (RFC 7628). The file is read anew for each connection, so that
// the token may be renewed; a token that is refused is tried again like a broker that is away.
func OAuthBearer(tokenFile string) sasl.Mechanism {
	return bearer{from: "kafka.sasl_token_file", token: func(context.Context) (string, error) {
		text, err := os.ReadFile(tokenFile)
		return string(text), err
	}}
}

// Credentials are those of a client of an authorization server.
type Credentials struct {
	// TokenURL is the server's token endpoint.
	TokenURL   string
	ID, Secret string
	// Scopes are asked for; none asks for those that the server gives by itself.
	Scopes []string
}

// tokenPatience bounds the question for a token.
const tokenPatience = 10 * time.Second

// OAuthClient logs in with tokens that it fetches by client credentials (RFC 6749, section 4.4). One is kept until
// shortly before it expires, for all connections.
func OAuthClient(c Credentials) sasl.Mechanism {
	f := &fetcher{
		from:   clientcredentials.Config{ClientID: c.ID, ClientSecret: c.Secret, TokenURL: c.TokenURL, Scopes: c.Scopes},
		client: &http.Client{Timeout: tokenPatience},
	}
	return bearer{from: "kafka.sasl_token_url", token: f.token}
}

// A fetcher keeps the token that it fetched last.
type fetcher struct {
	from   clientcredentials.Config
	client *http.Client

	mu   sync.Mutex
	last *oauth2.Token
}

func (f *fetcher) token(ctx context.Context) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.last.Valid() {
		t, err := f.from.Token(context.WithValue(ctx, oauth2.HTTPClient, f.client))
		if err != nil {
			return "", err
		}
		f.last = t
	}
	return f.last.AccessToken, nil
}

// A bearer logs in with a token, which it gets for each connection.
type bearer struct {
	from  string // the setting that says where tokens come from
	token func(context.Context) (string, error)
}

// Name is that of the mechanism, as brokers know it.
func (bearer) Name() string { return "OAUTHBEARER" }

// Start gives the first and only message of the client.
func (b bearer) Start(ctx context.Context) (sasl.StateMachine, []byte, error) {
	token, err := b.token(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("get the token of %s: %w", b.from, err)
	}
	token = strings.TrimSpace(token)
	if token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, nil, fmt.Errorf("get the token of %s: what came is none", b.from)
	}
	return b, []byte("n,,\x01auth=Bearer " + token + "\x01\x01"), nil
}

// Next takes the broker's answer: nothing when the token is good, else what is wrong with it.
func (b bearer) Next(_ context.Context, challenge []byte) (bool, []byte, error) {
	if len(challenge) > 0 {
		return false, nil, fmt.Errorf("the broker refuses the token of %s: %s", b.from, challenge)
	}
	return true, nil, nil
}
