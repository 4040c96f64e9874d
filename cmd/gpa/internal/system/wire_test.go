//go:build linux && kafka

package system_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/embedded/kafkatest"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

// toxiproxy names the variable with the path of toxiproxy's server; `make test-kafka` builds it.
const toxiproxy = "GPA_TOXIPROXY"

// A wire is what stands between the stages and a server: it can be made slow, unreliable, or cut.
type wire struct {
	name, listen string
	// api is where the proxy is told what to do, log what it says.
	api, log string
}

// A fault is what a wire does to a share of its connections, in both directions.
type fault struct {
	kind       string
	share      float64
	attributes map[string]int
}

// wired is a namespace whose stages reach Kafka and PostgreSQL by wires only; the test itself has its own way.
func wired(t *testing.T) (space *namespace, toKafka, toPostgres *wire) {
	t.Helper()
	const listener = "WIRED"
	api, log := startProxy(t)
	toKafka = &wire{name: "kafka", listen: local(freePort(t)), api: api, log: log}
	broker := kafkatest.StartWith(t, kafkatest.Options{
		Listeners: []kafkatest.Listener{{Name: listener, Protocol: "PLAINTEXT", Advertised: toKafka.listen}},
	})
	toKafka.lead(t, broker.AddrOf(listener))
	address, err := url.Parse(pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	toPostgres = &wire{name: "postgres", listen: local(freePort(t)), api: api, log: log}
	toPostgres.lead(t, address.Host)
	space = newNamespace(t, broker.Addr(), address.String())
	address.Host = toPostgres.listen
	space.detour = []string{"GPA_KAFKA_BROKERS=" + toKafka.listen, "GPA_POSTGRES_URL=" + address.String()}
	return space, toKafka, toPostgres
}

func local(port int) string { return "127.0.0.1:" + strconv.Itoa(port) }

// startProxy runs toxiproxy until the test ends.
func startProxy(t *testing.T) (api, log string) {
	t.Helper()
	binary := os.Getenv(toxiproxy)
	if binary == "" {
		t.Fatalf("%s is not set: run `make test-kafka`, or set it to a build of toxiproxy's server", toxiproxy)
	}
	port, log := freePort(t), filepath.Join(t.TempDir(), "toxiproxy.log")
	said, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	p, err := begin(binary, log, nil, said, "-host", "127.0.0.1", "-port", strconv.Itoa(port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := p.end(5 * time.Second); err != nil {
			t.Error(err)
		}
	})
	api = "http://" + local(port)
	eventually(t, "toxiproxy", func() bool { return tell(t, http.MethodGet, api+"/version", nil) == nil })
	return api, log
}

// lead makes the wire lead to that address.
func (w *wire) lead(t *testing.T, to string) {
	t.Helper()
	w.must(t, http.MethodPost, "/proxies", map[string]any{"name": w.name, "listen": w.listen, "upstream": to, "enabled": true})
}

// suffer puts a fault on the wire; relieve takes it away.
func (w *wire) suffer(t *testing.T, f fault) {
	t.Helper()
	for _, way := range []string{"upstream", "downstream"} {
		w.must(t, http.MethodPost, "/proxies/"+w.name+"/toxics", map[string]any{
			"name": f.kind + "-" + way, "type": f.kind, "stream": way, "toxicity": f.share, "attributes": f.attributes,
		})
	}
}

func (w *wire) relieve(t *testing.T, f fault) {
	t.Helper()
	for _, way := range []string{"upstream", "downstream"} {
		w.must(t, http.MethodDelete, "/proxies/"+w.name+"/toxics/"+f.kind+"-"+way, nil)
	}
}

// cut lets nothing through for so long. What is sent is lost, and nobody is told.
func (w *wire) cut(t *testing.T, so time.Duration) {
	t.Helper()
	silence := fault{kind: "timeout", share: 1, attributes: map[string]int{"timeout": 0}}
	w.suffer(t, silence)
	time.Sleep(so)
	w.relieve(t, silence)
}

// made is how many connections were made over the wire.
func (w *wire) made(t *testing.T) int {
	t.Helper()
	b, err := os.ReadFile(w.log)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range bytes.Lines(b) {
		if bytes.Contains(line, []byte("Accepted client")) && bytes.Contains(line, []byte(w.listen)) {
			n++
		}
	}
	return n
}

func (w *wire) must(t *testing.T, method, path string, body any) {
	t.Helper()
	if err := tell(t, method, w.api+path, body); err != nil {
		t.Fatal(err)
	}
}

// tell sends a request to the proxy's API.
func tell(t *testing.T, method, address string, body any) error {
	t.Helper()
	doc, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, address, bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("toxiproxy: %s %s: %s", method, address, res.Status)
	}
	return nil
}
