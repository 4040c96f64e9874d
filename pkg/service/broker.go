package service

import (
	"fmt"
	"log/slog"

	"github.com/segmentio/kafka-go/sasl"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

// NewBroker is the way to the configured brokers; nothing is dialled yet.
func NewBroker(c config.Config, log *slog.Logger) (*kafkastream.Broker, error) {
	k := kafkastream.Config{Brokers: c.Brokers, SessionTimeout: c.SessionTimeout, Retention: LeastRetention(c), Log: log}
	var err error
	if c.TLS {
		if k.TLS, err = kafkastream.TLS(kafkastream.Files{CA: c.TLSCA, Cert: c.TLSCert, Key: c.TLSKey}); err != nil {
			return nil, err
		}
	}
	if k.SASL, err = login(c.Security); err != nil {
		return nil, err
	}
	return kafkastream.New(k)
}

// login is how to say who one is, nil for nobody.
func login(c config.Security) (sasl.Mechanism, error) {
	switch c.SASL {
	case "":
		return nil, nil //nolint:nilnil // Nobody logs in.
	case config.SASLPlain:
		return kafkastream.Plain(c.SASLUser, c.SASLPassword), nil
	case config.SASLScram256:
		return kafkastream.Scram256(c.SASLUser, c.SASLPassword)
	case config.SASLScram512:
		return kafkastream.Scram512(c.SASLUser, c.SASLPassword)
	case config.SASLOAuthBearer:
		if c.SASLTokenURL != "" {
			return kafkastream.OAuthClient(kafkastream.Credentials{TokenURL: c.SASLTokenURL, ID: c.SASLClientID, Secret: c.SASLClientSecret, Scopes: c.SASLScopes}), nil
		}
		return kafkastream.OAuthBearer(c.SASLTokenFile), nil
	}
	return nil, fmt.Errorf("kafka.sasl is %q", c.SASL)
}
