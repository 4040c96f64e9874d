//go:build unix && kafka

package kafkastream_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl"

	"github.com/gpa-stream/gpa/pkg/embedded/kafkatest"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

// An authority signs certificates for a test.
type authority struct {
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{dir: t.TempDir()}
	a.key = newKey(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.write(t, "ca.pem", block("CERTIFICATE", der))
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func block(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func (a *authority) path(name string) string { return filepath.Join(a.dir, name) }

func (a *authority) write(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(a.path(name), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// sign writes NAME.crt, NAME.key and both as NAME.pem, as Kafka wants them.
func (a *authority) sign(t *testing.T, name string) {
	t.Helper()
	key := newKey(t)
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	crt, private := block("CERTIFICATE", der), block("PRIVATE KEY", pkcs8)
	a.write(t, name+".crt", crt)
	a.write(t, name+".key", private)
	a.write(t, name+".pem", append(private, crt...))
}

// token is an unsecured one, as Kafka's validator for tests takes it.
func token(user string) string {
	now := time.Now().Unix()
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	return part(`{"alg":"none"}`) + "." + part(fmt.Sprintf(`{"sub":%q,"iat":%d,"exp":%d}`, user, now-10, now+3600)) + "."
}

// secured is a broker with a listener for each way in.
func secured(t *testing.T, a *authority) *kafkatest.Broker {
	t.Helper()
	a.sign(t, "broker")
	a.sign(t, "alice")
	a.write(t, "token", []byte(token("alice")+"\n"))
	server := []string{"ssl.keystore.type=PEM", "ssl.keystore.location=" + a.path("broker.pem")}
	const modules = "org.apache.kafka.common.security."
	return kafkatest.StartWith(t, kafkatest.Options{
		Scram: map[string]string{"alice": "secret"},
		Listeners: []kafkatest.Listener{
			{Name: "TLS", Protocol: "SSL", Properties: server},
			{Name: "MUTUAL", Protocol: "SSL", Properties: append(server[:2:2],
				"ssl.client.auth=required", "ssl.truststore.type=PEM", "ssl.truststore.location="+a.path("ca.pem"))},
			{Name: "PLAIN", Protocol: "SASL_SSL", Properties: append(server[:2:2],
				"sasl.enabled.mechanisms=PLAIN", "plain.sasl.jaas.config="+modules+`plain.PlainLoginModule required user_alice="secret";`)},
			{Name: "SCRAM", Protocol: "SASL_PLAINTEXT", Properties: []string{
				"sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512",
				"scram-sha-256.sasl.jaas.config=" + modules + "scram.ScramLoginModule required;",
				"scram-sha-512.sasl.jaas.config=" + modules + "scram.ScramLoginModule required;",
			}},
			{Name: "OAUTH", Protocol: "SASL_PLAINTEXT", Properties: []string{
				"sasl.enabled.mechanisms=OAUTHBEARER",
				"oauthbearer.sasl.jaas.config=" + modules + `oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
			}},
		},
	})
}

func scram(t *testing.T, f func(user, password string) (sasl.Mechanism, error), password string) sasl.Mechanism {
	t.Helper()
	m, err := f("alice", password)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// config is a way to a listener; files are those of TLS, nil for none.
func config(t *testing.T, addr string, files *kafkastream.Files, m sasl.Mechanism) kafkastream.Config {
	t.Helper()
	c := kafkastream.Config{Brokers: []string{addr}, SessionTimeout: 1500 * time.Millisecond, SASL: m}
	if files != nil {
		var err error
		if c.TLS, err = kafkastream.TLS(*files); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// Every way in is tried on a real broker by what the stages do: make a topic, produce, fetch, join a group and commit.
func TestEveryWayInToABrokerWorks(t *testing.T) {
	a := newAuthority(t)
	b := secured(t, a)
	ca := &kafkastream.Files{CA: a.path("ca.pem")}
	endpoint, _ := tokens(t, 3600, func(int64) string { return token("alice") })
	alice := &kafkastream.Files{CA: a.path("ca.pem"), Cert: a.path("alice.crt"), Key: a.path("alice.key")}
	for name, c := range map[string]kafkastream.Config{
		"TLS":           config(t, b.AddrOf("TLS"), ca, nil),
		"MutualTLS":     config(t, b.AddrOf("MUTUAL"), alice, nil),
		"Plain":         config(t, b.AddrOf("PLAIN"), ca, kafkastream.Plain("alice", "secret")),
		"ScramSHA256":   config(t, b.AddrOf("SCRAM"), nil, scram(t, kafkastream.Scram256, "secret")),
		"ScramSHA512":   config(t, b.AddrOf("SCRAM"), nil, scram(t, kafkastream.Scram512, "secret")),
		"OAuthBearer":   config(t, b.AddrOf("OAUTH"), nil, kafkastream.OAuthBearer(a.path("token"))),
		"OAuthClient":   config(t, b.AddrOf("OAUTH"), nil, kafkastream.OAuthClient(client(endpoint, "hush"))),
		"NoneIsAllowed": config(t, b.Addr(), nil, nil),
	} {
		t.Run(name, func(t *testing.T) {
			k, err := kafkastream.New(c)
			if err != nil {
				t.Fatal(err)
			}
			defer k.Close()
			echo(t, k, strings.ToLower(name))
		})
	}
}

// echo sends records through a stage that passes them on, and reads them at the other end.
func echo(t *testing.T, k *kafkastream.Broker, name string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	in, out, dead := name+".in", name+".out", name+".dead"
	res, err := k.Client().CreateTopics(ctx, &kafka.CreateTopicsRequest{Topics: []kafka.TopicConfig{
		{Topic: in, NumPartitions: 1, ReplicationFactor: 1}, {Topic: out, NumPartitions: 1, ReplicationFactor: 1}, {Topic: dead, NumPartitions: 1, ReplicationFactor: 1},
	}})
	if err != nil || res.Errors[in] != nil {
		t.Fatalf("make topics: %v, %v", err, res)
	}
	if err := k.Publish(ctx, []stream.Message{{Partition: stream.Partition{Topic: in}, Type: "x", ID: "1", Value: []byte("hello")}}); err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() {
		done <- k.Run(running, name, []string{in}, stream.Loop{Service: name, Stage: passOn(out), DeadLetters: dead})
	}()
	r, err := k.Read(ctx, stream.Partition{Topic: out}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for {
		records, _, err := r.Fetch(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if len(records) > 0 {
			if got := string(records[0].Value); got != "hello" {
				t.Errorf("got %q", got)
			}
			break
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// passOn is a stage that passes records on to a topic.
type passOn string

func (to passOn) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	return &passing{to: string(to)}, -1, nil
}

type passing struct {
	to   string
	next int64
}

func (p *passing) Process(_ context.Context, r stream.Record, b *stream.Batch) error {
	p.next = r.Offset + 1
	b.Add(stream.Message{Partition: stream.Partition{Topic: p.to}, Type: r.Type, ID: r.ID, Value: r.Value})
	return nil
}

func (p *passing) Settle(context.Context, *stream.Batch) error { return nil }
func (p *passing) Position() (stream.Position, bool)           { return stream.Position{Offset: p.next}, true }

func TestWhoMayNotComeInIsToldWhy(t *testing.T) {
	a := newAuthority(t)
	b := secured(t, a)
	stranger := newAuthority(t)
	stranger.sign(t, "mallory")
	a.write(t, "stale", []byte(strings.Replace(token("alice"), ".", ".x", 1)))
	stale, _ := tokens(t, 3600, func(int64) string { return "stale" })
	ca := &kafkastream.Files{CA: a.path("ca.pem")}
	for name, c := range map[string]struct {
		config kafkastream.Config
		want   string
	}{
		"a broker that nobody vouches for":  {config(t, b.AddrOf("TLS"), &kafkastream.Files{CA: stranger.path("ca.pem")}, nil), "certificate"},
		"a client without a certificate":    {config(t, b.AddrOf("MUTUAL"), ca, nil), ""},
		"a certificate of somebody else":    {config(t, b.AddrOf("MUTUAL"), &kafkastream.Files{CA: a.path("ca.pem"), Cert: stranger.path("mallory.crt"), Key: stranger.path("mallory.key")}, nil), ""},
		"a wrong password":                  {config(t, b.AddrOf("PLAIN"), ca, kafkastream.Plain("alice", "wrong")), "SASL"},
		"a wrong password behind a hash":    {config(t, b.AddrOf("SCRAM"), nil, scram(t, kafkastream.Scram512, "wrong")), "SASL"},
		"a token that is none":              {config(t, b.AddrOf("OAUTH"), nil, kafkastream.OAuthBearer(a.path("stale"))), "refuses the token"},
		"a mechanism that is not spoken":    {config(t, b.AddrOf("OAUTH"), nil, kafkastream.Plain("alice", "secret")), "SASL"},
		"a fetched token that is none":      {config(t, b.AddrOf("OAUTH"), nil, kafkastream.OAuthClient(client(stale, "hush"))), "refuses the token of kafka.sasl_token_url"},
		"no token for a wrong secret":       {config(t, b.AddrOf("OAUTH"), nil, kafkastream.OAuthClient(client(stale, "loud"))), "invalid_client"},
		"no token":                          {config(t, b.AddrOf("OAUTH"), nil, kafkastream.OAuthBearer(a.path("nothing"))), "kafka.sasl_token_file"},
		"plain words to a listener for TLS": {config(t, b.AddrOf("TLS"), nil, nil), ""},
	} {
		k, err := kafkastream.New(c.config)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		_, err = k.Client().Metadata(ctx, &kafka.MetadataRequest{})
		cancel()
		k.Close()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, c.want)
		}
	}
}
