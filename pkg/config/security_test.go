package config_test

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/config"
)

func TestSecurityThatCannotWorkIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		set  config.Security
		want string
	}{
		{"nothing", config.Security{}, ""},
		{"TLS by the system's authorities", config.Security{TLS: true}, ""},
		{"authorities without TLS", config.Security{TLSCA: "ca.pem"}, "kafka.tls: true"},
		{"a certificate without its key", config.Security{TLS: true, TLSCert: "c.pem"}, "go together"},
		{"a key without its certificate", config.Security{TLS: true, TLSKey: "k.pem"}, "go together"},
		{"mutual TLS", config.Security{TLS: true, TLSCert: "c.pem", TLSKey: "k.pem"}, ""},
		{"a user without a way to log in", config.Security{SASLUser: "u"}, "take kafka.sasl"},
		{"an unknown way", config.Security{SASL: "gssapi", SASLUser: "u", SASLPassword: "p"}, "expected plain"},
		{"no password", config.Security{SASL: config.SASLPlain, SASLUser: "u"}, "kafka.sasl_password"},
		{"no user", config.Security{SASL: config.SASLScram512, SASLPassword: "p"}, "kafka.sasl_user"},
		{"scram", config.Security{SASL: config.SASLScram256, SASLUser: "u", SASLPassword: "p"}, ""},
		{"no token", config.Security{SASL: config.SASLOAuthBearer, SASLUser: "u", SASLPassword: "p"}, "kafka.sasl_token_file"},
		{"a place for tokens without credentials", config.Security{SASL: config.SASLOAuthBearer, SASLTokenURL: "https://id/token", SASLClientID: "c"}, "kafka.sasl_client_secret"},
		{"two places for tokens", config.Security{SASL: config.SASLOAuthBearer, SASLTokenURL: "https://id/token", SASLTokenFile: "t"}, "both set"},
		{"a place that is no address", config.Security{SASL: config.SASLOAuthBearer, SASLTokenURL: "id/token", SASLClientID: "c", SASLClientSecret: "s"}, "https://host/path"},
		{"a place for tokens alone", config.Security{SASLTokenURL: "https://id/token"}, "take kafka.sasl"},
		{"client credentials", config.Security{SASL: config.SASLOAuthBearer, SASLTokenURL: "https://id/token", SASLClientID: "c", SASLClientSecret: "s"}, ""},
		{"a token", config.Security{SASL: config.SASLOAuthBearer, SASLTokenFile: "t"}, ""},
	} {
		err := c.set.Validate()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}
