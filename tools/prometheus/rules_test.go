package rules

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
)

const root = "../.."

// alerts are the rules, by name.
func alerts(t *testing.T) map[string]rulefmt.Rule {
	t.Helper()
	groups, errs := rulefmt.ParseFile(filepath.Join(root, "deploy/prometheus/alerts.yaml"), false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
	for _, err := range errs {
		t.Error(err)
	}
	if groups == nil {
		t.Fatal("the rules cannot be read")
	}
	all := map[string]rulefmt.Rule{}
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			if _, twice := all[r.Alert]; twice {
				t.Errorf("two alerts are named %s", r.Alert)
			}
			all[r.Alert] = r
		}
	}
	return all
}

type scenario struct {
	Alert  string
	Says   string
	Fires  *string
	At     string
	Series []string
}

func scenarios(t *testing.T) []scenario {
	t.Helper()
	text, err := os.ReadFile("testdata/scenarios.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []scenario
	if err := yaml.UnmarshalWithOptions(text, &all, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAlertsFireWhenTheyShouldAndOnlyThen(t *testing.T) {
	t.Parallel()
	rules := alerts(t)
	fires, silent := map[string]bool{}, map[string]bool{}
	for _, s := range scenarios(t) {
		t.Run(s.Alert+"/"+s.Says, func(t *testing.T) {
			t.Parallel()
			rule, known := rules[s.Alert]
			if !known {
				t.Fatalf("there is no alert %s", s.Alert)
			}
			got := firing(t, rule, s)
			if s.Fires == nil && len(got) > 0 {
				t.Errorf("it fires for %v", got)
			}
			if s.Fires != nil && (len(got) != 1 || !strings.Contains(got[0], *s.Fires)) {
				t.Errorf("it fires for %q, want it once for %s", got, *s.Fires)
			}
		})
		if s.Fires != nil {
			fires[s.Alert] = true
		} else {
			silent[s.Alert] = true
		}
	}
	for name := range rules {
		if !fires[name] || !silent[name] {
			t.Errorf("%s needs a scenario in which it fires (%v) and one in which it does not (%v)", name, fires[name], silent[name])
		}
	}
}

// firing are the label sets for which the rule has held for as long as it must.
func firing(t *testing.T, rule rulefmt.Rule, s scenario) []string {
	t.Helper()
	at, err := model.ParseDuration(s.At)
	if err != nil {
		t.Fatal(err)
	}
	storage := promqltest.LoadedStorage(t, "load 1m\n  "+strings.Join(s.Series, "\n  ")+"\n")
	engine := promqltest.NewTestEngine(t, false, 5*time.Minute, 1_000_000)
	end := time.Unix(0, 0).Add(time.Duration(at))
	steps := int(time.Duration(rule.For)/time.Minute) + 1
	held := map[string]int{}
	for i := range steps {
		q, err := engine.NewInstantQuery(context.Background(), storage, nil, rule.Expr, end.Add(-time.Duration(i)*time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		res := q.Exec(context.Background())
		vector, err := res.Vector()
		if err != nil {
			t.Fatal(err)
		}
		for _, sample := range vector {
			held[sample.Metric.String()]++
		}
		q.Close()
	}
	var all []string
	for labels, n := range held {
		if n == steps {
			all = append(all, labels)
		}
	}
	return all
}

func TestEveryAlertHasAPageAndASummary(t *testing.T) {
	t.Parallel()
	index, err := os.ReadFile(filepath.Join(root, "docs/runbook/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range alerts(t) {
		page := r.Annotations["runbook"]
		text, err := os.ReadFile(filepath.Join(root, page))
		if err != nil || !strings.Contains(string(text), name) {
			t.Errorf("%s: its page %q does not tell of it: %v", name, page, err)
		}
		if !strings.Contains(string(index), "("+filepath.Base(page)+")") {
			t.Errorf("%s: the index does not name %s", name, page)
		}
		if r.Annotations["summary"] == "" || !strings.Contains("critical warning info", r.Labels["severity"]) {
			t.Errorf("%s: summary %q, severity %q", name, r.Annotations["summary"], r.Labels["severity"])
		}
	}
}

var metric = regexp.MustCompile(`gpa_[a-z_]+`)

// declared are the names of metrics in the code of the services.
func declared(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for _, dir := range []string{"pkg", "services"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, m := range regexp.MustCompile(`"(gpa_[a-z_]+)"`).FindAllStringSubmatch(string(text), -1) {
				names[m[1]] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// known says whether a metric, or the histogram that it is a part of, is declared.
func known(names map[string]bool, name string) bool {
	for _, part := range []string{"", "_bucket", "_sum", "_count"} {
		if base, cut := strings.CutSuffix(name, part); cut && names[base] {
			return true
		}
	}
	return false
}

func TestAlertsAndPagesNameMetricsThatAreThere(t *testing.T) {
	t.Parallel()
	names := declared(t)
	files, err := filepath.Glob(filepath.Join(root, "docs/runbook/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, filepath.Join(root, "deploy/prometheus/alerts.yaml"), filepath.Join(root, "deploy/grafana/gpa.json"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range metric.FindAllString(string(text), -1) {
			if !known(names, name) {
				t.Errorf("%s: no service has %s", file, name)
			}
		}
	}
}

func TestTheDashboardAsksInPromQL(t *testing.T) {
	t.Parallel()
	queries := dashboard(t)
	if len(queries) < 10 {
		t.Errorf("only %d queries", len(queries))
	}
	p := parser.NewParser(parser.Options{})
	for _, q := range queries {
		q = strings.NewReplacer("$__rate_interval", "5m", "$stage", "ingest").Replace(q)
		if _, err := p.ParseExpr(q); err != nil {
			t.Errorf("%s: %v", q, err)
		}
	}
}
