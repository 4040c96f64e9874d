package prose

import (
	"fmt"
	"strings"
)

// A Topic is one matter that users ask about: phrases for every slot, steps, and code.
type Topic struct {
	fields, capital []string
	steps           []string
	lang            string
	snippet         string
	program         string
}

// topicFile is a topic as it stands in the pools.
type topicFile struct {
	Thing  string
	Error  string
	Goal   string
	Cause  string
	Fix    string
	Steps  []string
	Check  string
	Sees   string
	Term   string
	Means  string
	Like   string
	A      string
	B      string
	Deep   string
	Why    string
	Edge   string
	Risk   string
	Sample string
	Lang   string
	Code   string
}

func (f topicFile) topic() (Topic, error) {
	key := strings.ReplaceAll(f.Thing, " ", "-")
	code := strings.TrimRight(f.Code, "\n")
	fields := []string{
		f.Thing, f.Error, f.Goal, f.Cause, f.Fix, f.Check, f.Sees, f.Term, f.Means, f.Like, f.A, f.B,
		f.Deep, f.Why, f.Edge, f.Risk, f.Sample, f.Lang, code, key,
	}
	for i, v := range fields {
		if v == "" {
			return Topic{}, fmt.Errorf("topic %q has no %s", f.Thing, slots[i])
		}
	}
	if len(f.Steps) < 3 {
		return Topic{}, fmt.Errorf("topic %q has %d steps, expected at least 3", f.Thing, len(f.Steps))
	}
	program, err := runnable(f.Lang, code)
	if err != nil {
		return Topic{}, fmt.Errorf("topic %q: %w", f.Thing, err)
	}
	t := Topic{fields: fields, steps: f.Steps, lang: f.Lang, snippet: code, program: program}
	for _, v := range fields {
		t.capital = append(t.capital, upper(v))
	}
	return t, nil
}

// runnable makes a whole program around a few lines.
func runnable(lang, code string) (string, error) {
	switch lang {
	case "python":
		return "import sys\n\n\ndef main():\n" + indent(code, "    ") + "\n\n\nif __name__ == \"__main__\":\n    sys.exit(main())", nil
	case "go":
		return "package main\n\nimport \"fmt\"\n\nfunc main() {\n" + indent(code, "\t") + "\n\tfmt.Println(\"done\")\n}", nil
	case "js":
		return "const fs = require(\"fs\");\n\nasync function main() {\n" + indent(code, "  ") + "\n}\n\nmain();", nil
	case "sh":
		return "#!/bin/sh\nset -eu\n\nmain() {\n" + indent(code, "  ") + "\n}\n\nmain \"$@\"", nil
	}
	return "", fmt.Errorf("no program can be made of language %q", lang)
}

func indent(code, by string) string {
	return by + strings.ReplaceAll(code, "\n", "\n"+by)
}
