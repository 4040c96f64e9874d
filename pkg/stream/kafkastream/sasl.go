package kafkastream

import (
	"fmt"

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
