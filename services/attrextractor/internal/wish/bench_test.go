package wish

import (
	"strings"
	"testing"
)

func BenchmarkWishes(b *testing.B) {
	reaction := []string{"Thanks, that helps a lot. But could you make it a bit shorter and add an example? I am not sure that I understand the part about channels."}
	b.ReportAllocs()
	for b.Loop() {
		Wishes(reaction)
	}
}

func BenchmarkLexicon(b *testing.B) {
	for b.Loop() {
		newLexicon(english)
	}
}

// BenchmarkHostile reads what keeps every rule busy: no turn may cost more than a few milliseconds.
func BenchmarkHostile(b *testing.B) {
	for _, piece := range []string{"write a too long ", "please no not too long ", "if you can make it as a table without ", "太长了不要", "\"`", "too many "} {
		reaction := []string{strings.Repeat(piece, 1<<20/len(piece))}
		b.Run(strings.TrimSpace(piece), func(b *testing.B) {
			for b.Loop() {
				Wishes(reaction)
			}
		})
	}
}
