package measure

import (
	"strings"
	"testing"
)

// long is text of n words that says nothing.
func long(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }

// reading is one aspect of an exchange.
func reading(t *testing.T, in Input, aspect string) Reading {
	t.Helper()
	for _, r := range Measure(in) {
		if r.Aspect == aspect {
			return r
		}
	}
	t.Fatalf("no reading of %s", aspect)
	return Reading{}
}

func TestAspectsArePresentWhereTheyShow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		aspect, response string
		want             bool
	}{
		{"alternatives", "Use a map. Alternatively, use a sorted slice.", true},
		{"alternatives", "Use a map. It is fast.", false},
		{"alternatives", "Nimm eine Karte. Stattdessen geht auch eine Liste.", true},
		{"analogy", "Think of it as a queue at the post office.", true},
		{"analogy", "It is a queue. Items leave in the order in which they came.", false},
		{"analogy", "Stell dir vor, du stehst in einer Schlange.", true},
		{"answer_first", "Yes. The port is 8080 by default.", true},
		{"answer_first", "The answer is 42.", true},
		{"answer_first", "Certainly! I would be happy to help you with this. The port is 8080.", false},
		{"answer_first", "# Ports\n\nIn networks there are many kinds of ports, and over the years they came to be used for a great number of different things in many places.", false},
		{"answer_first", "```sh\nls\n```", true},
		{"code_share", "Run this:\n```sh\ngrep -rn TODO . | sort | uniq -c\n```", true},
		{"code_share", "Run grep with the flags for recursion and line numbers, then sort.", false},
		{"definitions", "A mutex is defined as a lock. TTL stands for time to live.", true},
		{"definitions", "Lock it, then write.", false},
		{"definitions", "Un mutex se define como un cerrojo. TTL significa tiempo de vida.", true},
		{"directness", "Set the flag. Restart the server.", true},
		{"directness", "I apologize, but as an AI language model I can't help. It is important to note that there are many things.", false},
		{"edge_cases", "Return early; in the edge case of no rows, return nil.", true},
		{"edge_cases", "Loop over the rows and print them.", false},
		{"emoji", "Done 🎉", true},
		{"emoji", "Done ✓ → next", false},
		{"example", "Use a verb. For example, run.", true},
		{"example", "Use a verb.", false},
		{"example", "Nimm ein Verb, zum Beispiel laufen.", true},
		{"example", "Usa un verbo, por ejemplo correr.", true},
		{"example", "Prends un verbe, par exemple courir.", true},
		{"example", "Use um verbo, por exemplo correr.", true},
		{"explains_why", "It fails because the port is taken.", true},
		{"explains_why", "It fails. The port is taken.", false},
		{"explains_why", "Es geht nicht, weil der Port belegt ist.", true},
		{"follow_up_question", "It is done. Do you want the tests too?", true},
		{"follow_up_question", "Is it done? Yes, it is.", false},
		{"follow_up_question", "It is done. Let me know if anything is missing.", false},
		{"follow_up_question", "Fertig. Soll ich noch Tests schreiben?**", true},
		{"formality", "Furthermore, the aforementioned regulations demonstrate considerable significance regarding compliance.", true},
		{"formality", "Hey! That's pretty cool stuff, you're gonna love it!", false},
		{"hedging", "It may work, but it could perhaps fail.", true},
		{"hedging", "It works.", false},
		{"hedging", "Das könnte vielleicht gehen.", true},
		{"runnable_code", "```c\n    }\n    return x + compute(x);\n}\nint main() { return run(1); }\n```", false},
		{"runnable_code", "```c\n#include <a.h>\nint go(int x) {\n    // look the page up\n    // save it\n    // clear the bits\n}\n```", false},
		{"runnable_code", "```html\n<html>\n<!-- ... -->\n<p>a</p>\n</html>\n```", false},
		{"alternatives", "You can also oil it. On the other hand, it may rust.", false},
		{"alternatives", "Option 1: oil it. Option 2: replace it.", true},
		{"edge_cases", "Count the rows. If the table is empty, stop. If the name is not known, ask. If a row fails twice, skip it.", true},
		{"edge_cases", "If you like, count the rows.", false},
		{"sources", "A study conducted in Oslo found that ropes shrink. According to a report by the harbour, they do not.", true},
		{"warmth", "Great! Send me the list.", true},
		{"warmth", "The port is 8080. Feel free to ask. " + long(80), false},
		{"humour", "Why did it cross the road? Just kidding, haha.", true},
		{"humour", "It crossed the road.", false},
		{"length", long(200), true},
		{"length", long(199), false},
		{"length", strings.Repeat("字", 400), true},
		{"length", strings.Repeat("字", 398), false},
		{"runnable_code", "```go\npackage main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(1) }\n```", true},
		{"runnable_code", "```go\nfunc main() {\n\t// your code here\n}\n```", false},
		{"runnable_code", "```py\nimport os\n...\nprint(os.name)\n```", false},
		{"runnable_code", "```go\nfunc main() {\n\tif x {\n", false},
		{"runnable_code", "```text\nimport a\nimport b\nimport c\n```", false},
		{"sources", "See https://go.dev/doc for more.", true},
		{"sources", "Shown before [1] and again [2].", true},
		{"sources", "Sources:\n- the manual", true},
		{"sources", "There are many sources of energy.", false},
		{"step_by_step", "1. Open the lid.\n2. Remove the screw.\n3. Lift the board.", true},
		{"step_by_step", "1. Apples\n2. Pears\n3. Plums", false},
		{"step_by_step", "Step 1: lid. Step 2: screw. Step 3: board.", true},
		{"step_by_step", "First open it. Then turn it. Next lift it. Finally close it. After that, rest.", true},
		{"structure", "## Cost\nLow.\n## Speed\nHigh.\n- a\n- b", true},
		{"structure", "Cost is low and speed is high.\nThat is all.", false},
		{"structure", "- one\n- two", false},
		{"summary", "It has parts. They move. In summary, it moves.", true},
		{"summary", "It has parts. They move.", false},
		{"summary", "TL;DR: it moves. " + long(40), true},
		{"table", "| a | b |\n|---|---|\n| 1 | 2 |", true},
		{"table", "| a | b |\n| 1 | 2 |\n| 3 | 4 |", false},
		{"table", "a or b, 1 or 2", false},
		{"technical_depth", "The `GET /v1` endpoint hits the cache; on a miss the query plan uses an index, latency is 3 ms.", true},
		{"technical_depth", "It asks a friend first and looks it up if the friend does not know.", false},
		{"verification", "Make sure that it runs, then verify the total.", true},
		{"verification", "It runs and prints the total.", false},
		{"warmth", "Great question! I'm happy to help.", true},
		{"warmth", "The port is 8080.", false},
		{"warnings", "Be careful: this deletes data. Never run it as root.", true},
		{"warnings", "This prints data. Run it as any user.", false},
		{"warnings", "The risk was great, the danger near, and the pirates knew no fear of damage.", false},
		{"alternatives", "There are several ways to tie it. Another common one is the reef knot.", true},
		{"hedging", "Ropes usually shrink in water and generally dry overnight.", false},
		{"edge_cases", "It holds, unless the rope is wet; in rare cases it slips.", true},
		{"explains_why", "Wet it first, so it swells, to prevent slack.", true},
		{"humour", "Why did the rope leave? It was at the end of itself. What do you call a knot that lies? Knot true.", true},
		{"step_by_step", "1. Open the lid.\n2. Remove the screw.", true},
		{"warmth", "Sure, the port is 8080. " + long(60), false},
	}
	for _, tt := range tests {
		if got := reading(t, Input{Response: tt.response}, tt.aspect); got.Present != tt.want {
			t.Errorf("%s of %.60q is %.2f, present %v, want %v", tt.aspect, tt.response, got.Value, got.Present, tt.want)
		}
	}
}
