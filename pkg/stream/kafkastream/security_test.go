package kafkastream_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

func TestFilesOfTLSThatAreNotWhatTheyShouldBeAreNamed(t *testing.T) {
	t.Parallel()
	junk := filepath.Join(t.TempDir(), "junk.pem")
	if err := os.WriteFile(junk, []byte("junk"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		files kafkastream.Files
		want  string
	}{
		{kafkastream.Files{CA: "/nowhere.pem"}, "kafka.tls_ca"},
		{kafkastream.Files{CA: junk}, "no certificate in " + junk},
		{kafkastream.Files{Cert: junk, Key: junk}, "kafka.tls_cert and kafka.tls_key"},
	} {
		if _, err := kafkastream.TLS(c.files); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want %q", c.files, err, c.want)
		}
	}
	if c, err := kafkastream.TLS(kafkastream.Files{}); err != nil || c.RootCAs != nil {
		t.Errorf("without files got %+v, %v; want the system's authorities", c, err)
	}
}

func TestATokenIsReadAnewForEachConnection(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	m := kafkastream.OAuthBearer(file)
	if m.Name() != "OAUTHBEARER" {
		t.Errorf("the mechanism is %s", m.Name())
	}
	if _, _, err := m.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "kafka.sasl_token_file") {
		t.Errorf("without a file got %v", err)
	}
	for _, token := range []string{"first", "second"} {
		if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, first, err := m.Start(t.Context()); err != nil || string(first) != "n,,\x01auth=Bearer "+token+"\x01\x01" {
			t.Errorf("got %q, %v", first, err)
		}
	}
	for _, bad := range []string{"", " \n", "two words", "umlaut-ä", "a\x01b"} {
		if err := os.WriteFile(file, []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := m.Start(t.Context()); err == nil {
			t.Errorf("%q passes for a token", bad)
		}
	}
}

func TestABrokerThatRefusesATokenIsHeard(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("t"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, _, err := kafkastream.OAuthBearer(file).Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if done, _, err := s.Next(t.Context(), nil); !done || err != nil {
		t.Errorf("an empty answer: got %v, %v; want to be in", done, err)
	}
	if done, _, err := s.Next(t.Context(), []byte(`{"status":"invalid_token"}`)); done || err == nil || !strings.Contains(err.Error(), "invalid_token") {
		t.Errorf("a refusal: got %v, %v", done, err)
	}
}
