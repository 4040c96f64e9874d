package schema

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"
)

// parts are what is hashed, by definition: each part behind its length.
func parts(list ...string) []byte {
	var all []byte
	for _, p := range list {
		all = binary.BigEndian.AppendUint64(all, uint64(len(p)))
		all = append(all, p...)
	}
	return all
}

func TestPseudonymsAreHMACs(t *testing.T) {
	t.Parallel()
	for _, salt := range []string{"", "s", strings.Repeat("k", 63), strings.Repeat("k", 64), strings.Repeat("k", 65), strings.Repeat("long", 100)} {
		for _, name := range []string{"", "u1", strings.Repeat("x", 111), strings.Repeat("x", 112), strings.Repeat("name", 500)} {
			mac := hmac.New(sha256.New, []byte(salt))
			mac.Write(parts("user", name))
			want := hex.EncodeToString(mac.Sum(nil)[:16])
			if got := Salt(salt).Pseudonym("user", name); got != want {
				t.Errorf("salt of %d bytes, name of %d: %s, want %s", len(salt), len(name), got, want)
			}
		}
	}
}

func TestIDsAreHashesOfTheirParts(t *testing.T) {
	t.Parallel()
	for _, list := range [][]string{{}, {""}, {"a", "b"}, {"ab", ""}, {"turn", strings.Repeat("content", 300)}} {
		want := sha256.Sum256(parts(list...))
		if got := ID(list...); got != hex.EncodeToString(want[:16]) {
			t.Errorf("ID(%d parts) = %s, want %x", len(list), got, want[:16])
		}
	}
	if ID("ab", "c") == ID("a", "bc") {
		t.Error("two lists of parts look alike")
	}
}

// Pseudonyms made elsewhere (Python: hmac.new(b"salt", parts, "sha256").hexdigest()[:32]) must stay what they are: they
// stand in databases.
func TestPseudonymsStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	if got := Salt("salt").Pseudonym("user", "u1"); got != "4bf74d7f73d87520e9b55e24ac962849" {
		t.Errorf("pseudonym is %s", got)
	}
}

func BenchmarkPseudonym(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Salt("a salt of thirty-two bytes, or so").Pseudonym("conversation", "conversation-0000017")
	}
}
