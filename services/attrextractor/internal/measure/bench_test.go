package measure

import (
	"strings"
	"testing"
)

// ordinary is an answer of about 200 words with what ordinary answers have.
var ordinary = Input{
	Prompt: "My Go service leaks memory after a few hours. How can I find out where, in at most 300 words?",
	Response: "You can find the leak with the profiler that Go brings along. Here is how to do it:\n\n" +
		"1. Import `net/http/pprof` for its side effect and start a server on a local port.\n" +
		"2. Let the service run until memory has grown, because a fresh heap shows nothing.\n" +
		"3. Take a heap profile and look at `inuse_space`.\n" +
		"4. Take another one an hour later and compare the two.\n\n" +
		"```go\nimport _ \"net/http/pprof\"\n\nfunc init() {\n\tgo http.ListenAndServe(\"localhost:6060\", nil)\n}\n```\n\n" +
		"What grows between the two profiles is what leaks. " + strings.Repeat("Often the cause is a goroutine that waits for ever, for example on a channel that nobody closes. ", 5) +
		"If you use a cache, make sure that it has a limit; otherwise it might simply keep everything.\n\n" +
		"Note that the profiler samples, so small allocations may not show up. Do you want me to explain how to read the graph?",
}

func BenchmarkMeasure(b *testing.B) {
	b.SetBytes(int64(len(ordinary.Response)))
	b.ReportMetric(float64(len(strings.Fields(ordinary.Response))), "words")
	b.ReportAllocs()
	for b.Loop() {
		Measure(ordinary)
	}
}
