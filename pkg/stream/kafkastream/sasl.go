package kafkastream

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/segmentio/kafka-go/sasl"
	"github.com/segmentio/kafka-go/sasl/plain"
	"github.com/segmentio/kafka-go/sasl/scram"
)

// Plain logs in with a user and a password, which the broker sees: use it over TLS.
func Plain(user, password string) sasl.Mechanism {
	return plain.Mechanism{Username: user, Password: password}
}

// Scram256 logs in with a user and a password, which the broker does not see.
func Scram256(user, password string) (sasl.Mechanism, error) {
	return scrammed(scram.SHA256, user, password)
}

// Scram512 is like Scram256, with the longer hash.
func Scram512(user, password string) (sasl.Mechanism, error) {
	return scrammed(scram.SHA512, user, password)
}

func scrammed(a scram.Algorithm, user, password string) (sasl.Mechanism, error) {
	m, err := scram.Mechanism(a, user, password)
	if err != nil {
		return nil, fmt.Errorf("prepare %s for user %s: %w", a.Name(), user, err)
	}
	return m, nil
}

// OAuthBearer logs in with the token that a file holds (RFC 7628). The file is read anew for each connection, so that
// the token may be renewed; a token that is refused is tried again like a broker that is away.
func OAuthBearer(tokenFile string) sasl.Mechanism { return bearer{tokenFile} }

type bearer struct{ file string }

// Name is that of the mechanism, as brokers know it.
func (bearer) Name() string { return "OAUTHBEARER" }

// Start gives the first and only message of the client.
func (b bearer) Start(context.Context) (sasl.StateMachine, []byte, error) {
	text, err := os.ReadFile(b.file)
	if err != nil {
		return nil, nil, fmt.Errorf("read kafka.sasl_token_file: %w", err)
	}
	token := strings.TrimSpace(string(text))
	if token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, nil, fmt.Errorf("read kafka.sasl_token_file: %s holds no token", b.file)
	}
	return b, []byte("n,,\x01auth=Bearer " + token + "\x01\x01"), nil
}

// Next takes the broker's answer: nothing when the token is good, else what is wrong with it.
func (bearer) Next(_ context.Context, challenge []byte) (bool, []byte, error) {
	if len(challenge) > 0 {
		return false, nil, fmt.Errorf("the broker refuses the token of kafka.sasl_token_file: %s", challenge)
	}
	return true, nil, nil
}
