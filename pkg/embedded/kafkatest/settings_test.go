//go:build unix

package kafkatest

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTheClusterIDIsAUUID(t *testing.T) {
	t.Parallel()
	b, err := base64.RawURLEncoding.DecodeString(clusterID)
	if err != nil || len(b) != 16 {
		t.Errorf("%q is %d bytes (%v), want 16", clusterID, len(b), err)
	}
}

func TestTheBrokerListensOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(string(properties("/data", place{id: 1, host: "127.0.0.1", port: 1001, controller: 1002}, Options{}, nil))) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if name != "listeners" && name != "advertised.listeners" {
			continue
		}
		if value != "PLAINTEXT://127.0.0.1:1001,CONTROLLER://127.0.0.1:1002" {
			t.Errorf("%s is %s, want loopback on both ports", name, value)
		}
	}
}

func TestFreePortsDiffer(t *testing.T) {
	t.Parallel()
	ports, err := freePorts(t.Context(), 5)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ports)
	if got := len(slices.Compact(ports)); got != 5 {
		t.Errorf("got %d different ports, want 5", got)
	}
}

func TestAFolderWithoutJarsIsNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := New(t.Context(), dir, t.TempDir()); err == nil || !strings.Contains(err.Error(), dir) && !strings.Contains(err.Error(), "java") {
		t.Errorf("got %v, want an error that names %s", err, dir)
	}
	if _, err := os.Stat(filepath.Join(dir, "server.properties")); err == nil {
		t.Error("a broker was prepared in the folder of the jars")
	}
}

func TestAListenerHasItsOwnSettings(t *testing.T) {
	t.Parallel()
	o := Options{Listeners: []Listener{{Name: "TLS", Protocol: "SSL", Advertised: "127.0.0.1:1004", Properties: []string{"ssl.keystore.type=PEM"}}}, Properties: []string{"super.users=User:a"}}
	lines := strings.Split(string(properties("/data", place{id: 1, host: "127.0.0.1", port: 1001, controller: 1002}, o, []int{1003})), "\n")
	for _, want := range []string{
		"listeners=PLAINTEXT://127.0.0.1:1001,CONTROLLER://127.0.0.1:1002,TLS://127.0.0.1:1003",
		"advertised.listeners=PLAINTEXT://127.0.0.1:1001,CONTROLLER://127.0.0.1:1002,TLS://127.0.0.1:1004",
		"listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL",
		"listener.name.tls.ssl.keystore.type=PEM", "super.users=User:a",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no %s in %q", want, lines)
		}
	}
}
