package wish

import "testing"

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
