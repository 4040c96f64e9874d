package present

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/gpa-stream/gpa/pkg/schema"
)

const (
	script  = `<script>alert("x")</script>`
	escapes = "\x1b[31mred\x1b]0;title\x07\u202eevil\x00\n| # * _a_ [l](javascript:x)"
)

// hostile has names that try to leave their place, everywhere a name can stand.
func hostile() (Results, Report) {
	r, rep := sample(), sampleReport()
	bad := rule(script, escapes, schema.Revealed, 0.3, 0.1, 20, 0.2, -0.1)
	bad.Dimension, bad.Group, bad.Versus, bad.Channel = "d"+script, "a"+escapes, "b"+script, script
	gone := bad
	gone.ID, gone.Aspect, gone.State, gone.Reason = "gone", script, schema.Retracted, script+escapes
	leaning := bad
	leaning.Intent, leaning.State = escapes, schema.Emerging
	r.Rules.Rules = append(r.Rules.Rules, bad, gone, leaning)
	for _, in := range []string{script, escapes, "x" + script} {
		r.Rubrics.Rubrics = append(r.Rubrics.Rubrics, schema.Rubric{
			Dimension: bad.Dimension, Group: bad.Group, Intent: in, Verdict: schema.Different, Status: script,
			Items: []schema.Item{{Instruction: script + escapes}},
		})
	}
	r.Lacking[Place(bad.Dimension, "x"+script)] = script + escapes
	rep.BadRecords = append(rep.BadRecords, BadRecord{File: script, Reason: escapes + script})
	rep.Seconds[script], rep.Warnings[escapes], rep.Digest = 1, 1, script
	return r, rep
}

func TestReportEscapesHostileNames(t *testing.T) {
	t.Parallel()
	b, err := HTML(hostile())
	if err != nil {
		t.Fatal(err)
	}
	s := string(b)
	if strings.Contains(s, "<script") {
		t.Errorf("a name became an element: %s", s[strings.Index(s, "<script"):][:80])
	}
	if !strings.Contains(s, "&lt;script&gt;") {
		t.Error("the hostile name does not stand in the report at all")
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' || r == '\u202e' {
			t.Fatalf("the report has the character %U", r)
		}
	}
}

func TestReportNeedsNothingElse(t *testing.T) {
	t.Parallel()
	b, err := HTML(sample(), sampleReport())
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{`src=`, `href=`, `url(h`, `@import`, `http:`, `https:`, `javascript`, `ZgotmplZ`} {
		if strings.Contains(string(b), never) {
			t.Errorf("the report has %q", never)
		}
	}
	for _, wanted := range []string{"<svg", "prefers-color-scheme: dark", "@media print", "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"} {
		if !strings.Contains(string(b), wanted) {
			t.Errorf("the report lacks %q", wanted)
		}
	}
}

func TestTerminalGetsNoControlCharactersFromNames(t *testing.T) {
	t.Parallel()
	r, _ := hostile()
	for _, width := range []int{30, 80, 120} {
		for _, c := range cards(t, width, false, r) {
			if unicode.IsControl(c) && c != '\n' || unicode.Is(unicode.Cf, c) {
				t.Fatalf("width %d: the cards have the character %U", width, c)
			}
		}
	}
}

func TestMarkdownKeepsHostileNamesInTheirPlace(t *testing.T) {
	t.Parallel()
	r, _ := hostile()
	s := string(Markdown(r))
	escaped := regexp.MustCompile(`\\.`)
	if bare := escaped.ReplaceAllString(s, ""); strings.Contains(bare, "<script") || strings.Contains(bare, "](") {
		t.Errorf("a name became markup:\n%s", s)
	}
	for line := range strings.Lines(s) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		if n := strings.Count(escaped.ReplaceAllString(line, ""), "|"); n != 9 {
			t.Errorf("a row has %d bars, want 9: %s", n, line)
		}
	}
}

func TestCleanTakesOutWhatDoesNotShow(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"code debugging":                "code debugging",
		" a \t\n b ":                    "a b",
		"\x1b[31mred\x1b[0m":            "red",
		"\x1b]0;title\x07name":          "name",
		"\x1b]8;;x\x1b\\link":           "link",
		"\x1b]0;never ends":             "?",
		"\u009b1mx":                     "x",
		"\x1bZa":                        "Za",
		"a\u202eb\u200bc\ufeff":         "abc",
		"":                              "?",
		"\x00\xff":                      "?",
		"Größe, 大きさ, 👍":                 "Größe, 大きさ, 👍",
		"z\u0338\u0338\u0338\u0338algo": "z\u0338\u0338algo",
		"e\u0301, हिन्दी":               "e\u0301, हिन्दी",
		strings.Repeat("x", 40):         strings.Repeat("x", 40),
		strings.Repeat("x", 41):         strings.Repeat("x", 40) + "…",
		strings.Repeat("é", 40) + " ":   strings.Repeat("é", 40),
		"\x1b[" + "31":                  "?",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add(escapes)
	f.Add("\x1b]\x1b\\")
	f.Add("\u009b")
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if got == "" || len([]rune(got)) > maxName+1 || strings.TrimSpace(got) != got {
			t.Errorf("Clean(%q) = %q", s, got)
		}
		for _, r := range got {
			if !unicode.IsGraphic(r) || unicode.In(r, unicode.Cf) {
				t.Errorf("Clean(%q) leaves %U", s, r)
			}
		}
		if again := Clean(strings.TrimSuffix(got, "…")); got != "?" && again != strings.TrimSpace(strings.TrimSuffix(got, "…")) && !strings.HasSuffix(got, "…") {
			t.Errorf("Clean is not done: %q became %q", got, again)
		}
	})
}
