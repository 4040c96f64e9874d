package config

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
)

// Ways to say who one is to the brokers (kafka.sasl).
const (
	SASLPlain       = "plain"
	SASLScram256    = "scram-sha-256"
	SASLScram512    = "scram-sha-512"
	SASLOAuthBearer = "oauthbearer"
)

// Security says how the brokers are reached: encrypted or not, and as whom.
type Security struct {
	TLS     bool   `name:"kafka.tls" env:"GPA_KAFKA_TLS" help:"Speak TLS with the brokers." group:"settings"`
	TLSCA   string `name:"kafka.tls_ca" env:"GPA_KAFKA_TLS_CA" help:"PEM file of the authorities that sign the brokers' certificates (default: the system's)." group:"settings"`
	TLSCert string `name:"kafka.tls_cert" env:"GPA_KAFKA_TLS_CERT" help:"PEM file of the client's certificate, for brokers that ask for one." group:"settings"`
	TLSKey  string `name:"kafka.tls_key" env:"GPA_KAFKA_TLS_KEY" help:"PEM file of its key. Both are read anew for each connection." group:"settings"`

	SASL             string   `name:"kafka.sasl" env:"GPA_KAFKA_SASL" help:"How to log in: plain, scram-sha-256, scram-sha-512 or oauthbearer." group:"settings"`
	SASLUser         string   `name:"kafka.sasl_user" env:"GPA_KAFKA_SASL_USER" help:"User of plain and scram." group:"settings"`
	SASLPassword     string   `name:"kafka.sasl_password" env:"GPA_KAFKA_SASL_PASSWORD" help:"Password of plain and scram. By variable or file." group:"settings"`
	SASLTokenFile    string   `name:"kafka.sasl_token_file" env:"GPA_KAFKA_SASL_TOKEN_FILE" help:"File with the token of oauthbearer. It is read anew for each connection." group:"settings"`
	SASLTokenURL     string   `name:"kafka.sasl_token_url" env:"GPA_KAFKA_SASL_TOKEN_URL" help:"Token endpoint of oauthbearer, instead of a file: tokens are fetched there by client credentials." group:"settings"`
	SASLClientID     string   `name:"kafka.sasl_client_id" env:"GPA_KAFKA_SASL_CLIENT_ID" help:"Client at the token endpoint." group:"settings"`
	SASLClientSecret string   `name:"kafka.sasl_client_secret" env:"GPA_KAFKA_SASL_CLIENT_SECRET" help:"Secret of that client. By variable or file." group:"settings"`
	SASLScopes       []string `name:"kafka.sasl_scopes" env:"GPA_KAFKA_SASL_SCOPES" help:"Scopes to ask for, separated by commas." group:"settings"`
}

// Validate says in the user's words what cannot work.
func (c Security) Validate() error {
	switch {
	case !c.TLS && (c.TLSCA != "" || c.TLSCert != "" || c.TLSKey != ""):
		return errors.New("kafka.tls_ca, kafka.tls_cert and kafka.tls_key take kafka.tls: true")
	case (c.TLSCert == "") != (c.TLSKey == ""):
		return errors.New("kafka.tls_cert and kafka.tls_key go together: one of them is not set")
	case c.SASL == "" && (c.SASLUser != "" || c.SASLPassword != "" || c.SASLTokenFile != "" || c.SASLTokenURL != ""):
		return errors.New("kafka.sasl_user, kafka.sasl_password, kafka.sasl_token_file and kafka.sasl_token_url take kafka.sasl, e.g. scram-sha-512")
	case c.SASL == "":
		return nil
	case !slices.Contains([]string{SASLPlain, SASLScram256, SASLScram512, SASLOAuthBearer}, c.SASL):
		return fmt.Errorf("kafka.sasl is %q; expected plain, scram-sha-256, scram-sha-512 or oauthbearer", c.SASL)
	case c.SASL == SASLOAuthBearer:
		return c.validateTokens()
	case c.SASLUser == "" || c.SASLPassword == "":
		return fmt.Errorf("kafka.sasl is %s: set kafka.sasl_user and kafka.sasl_password (GPA_KAFKA_SASL_PASSWORD)", c.SASL)
	}
	return nil
}

// validateTokens says what is wrong with where tokens come from.
func (c Security) validateTokens() error {
	switch {
	case c.SASLTokenURL == "" && c.SASLTokenFile == "":
		return errors.New("kafka.sasl is oauthbearer: set kafka.sasl_token_file, a file that holds the token, or kafka.sasl_token_url, where it is fetched")
	case c.SASLTokenURL == "":
		return nil
	case c.SASLTokenFile != "":
		return errors.New("kafka.sasl_token_file and kafka.sasl_token_url are both set: the token comes from one of them")
	case c.SASLClientID == "" || c.SASLClientSecret == "":
		return errors.New("kafka.sasl_token_url takes kafka.sasl_client_id and kafka.sasl_client_secret (GPA_KAFKA_SASL_CLIENT_SECRET)")
	}
	u, err := url.Parse(c.SASLTokenURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return fmt.Errorf("kafka.sasl_token_url is %q; expected https://host/path", c.SASLTokenURL)
	}
	return nil
}
