//go:build linux && kafka

package system_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/schema"
)

// secret stands in every conversation and nowhere else in the world.
const secret = "The quokka of my aunt Zephyrine eats marmalade."

// person is what user ids look like in the log of this test: unlike anything that is made from them.
var person = regexp.MustCompile(`person#u[0-9]+`)

func TestFourWaysGiveTheSameDigest(t *testing.T) {
	s, err := shipped("crash")
	if err != nil {
		t.Fatal(err)
	}
	s.Conversations, s.Users = 8000, 1500
	log, err := writeLog(filepath.Join(t.TempDir(), "chats.jsonl"), s, func(c *simulate.Conversation) {
		c.User, c.ID = "person#"+c.User, "chat#"+c.ID
		c.Turns[0].Content += " " + secret
		c.Turns[1].Content += "\n\n" + secret
	})
	if err != nil {
		t.Fatal(err)
	}
	want := files(t).mine(log.path)
	if want.Observations.Kept == 0 {
		t.Fatalf("mine in memory kept no observation: %+v", want)
	}
	broker, database := brokerForAll(t), pgtest.URL(t)
	ways := map[string]string{
		"mine through an embedded broker":   files(t).mine(log.path, "--through", "kafka").Digest,
		"mine through Kafka and a database": newNamespace(t, broker, database).mine(log.path, "--through", "kafka").Digest,
	}
	services := newNamespace(t, broker, database)
	fleet := launch(t, services, 1)
	services.gpa("import", log.path, "--close")
	ways["five services"] = services.digest()
	for way, got := range ways {
		if got != want.Digest {
			t.Errorf("%s: digest %s, want %s as in memory", way, got, want.Digest)
		}
	}
	if fell := fleet.fallen(); len(fell) > 0 {
		t.Errorf("processes ended by themselves: %v", fell)
	}
	services.hidesUsers(t)
	services.dropsText(t)
}

// hidesUsers looks for the platform's user ids everywhere but in the raw topic.
func (n *namespace) hidesUsers(t *testing.T) {
	t.Helper()
	if len(n.occurrences(t, schema.TopicRaw, person)) == 0 {
		t.Error("the raw topic holds no user id: nothing was looked for")
	}
	for _, topic := range schema.Topics {
		if topic.Name == schema.TopicRaw {
			continue
		}
		if got := n.occurrences(t, topic.Name, person); len(got) > 0 {
			t.Errorf("%s holds user ids, e.g. %s", topic.Name, got[0])
		}
	}
	for table, rows := range n.tables(t) {
		for _, row := range rows {
			if id := person.FindString(row); id != "" {
				t.Errorf("table %s holds the user id %s", table, id)
				break
			}
		}
	}
}

// dropsText looks for a sentence of the conversations behind the exchanges.
func (n *namespace) dropsText(t *testing.T) {
	t.Helper()
	sentence := regexp.MustCompile("(?i)quokka|Zephyrine|marmalade")
	order := []schema.Topic{}
	for _, topic := range schema.Topics {
		order = append(order, topic.Name)
	}
	last := slices.Index(order, schema.TopicExchanges)
	for i, topic := range order {
		got := n.occurrences(t, topic, sentence)
		if i <= last && len(got) == 0 {
			t.Errorf("%s holds no text: nothing was looked for", topic)
		}
		if i > last && len(got) > 0 {
			t.Errorf("%s holds text of conversations: %s", topic, got[0])
		}
	}
	for table, rows := range n.tables(t) {
		if i := slices.IndexFunc(rows, sentence.MatchString); i >= 0 && table != "spans" {
			t.Errorf("table %s holds text of conversations: %.200s", table, rows[i])
		}
	}
}

// occurrences are the matches in keys, values and headers of a topic.
func (n *namespace) occurrences(t *testing.T, topic schema.Topic, what *regexp.Regexp) []string {
	t.Helper()
	var found []string
	for _, m := range n.read(t, topic) {
		parts := []string{string(m.Key), string(m.Value)}
		for _, h := range m.Headers {
			parts = append(parts, h.Key, string(h.Value))
		}
		if x := what.FindString(strings.Join(parts, "\n")); x != "" {
			found = append(found, x)
		}
	}
	return found
}

// tables are the rows of all tables, as text; bytes are shown as they are where they are readable.
func (n *namespace) tables(t *testing.T) map[string][]string {
	t.Helper()
	names, err := n.query(t, "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(names, "rules") || !slices.Contains(names, "spans") {
		t.Fatalf("the schema holds %q, want rules and spans among them", names)
	}
	rows := map[string][]string{}
	for _, name := range names {
		if rows[name], err = n.query(t, "SELECT r::text FROM "+name+" r"); err != nil {
			t.Fatalf("read table %s: %v", name, err)
		}
	}
	return rows
}
