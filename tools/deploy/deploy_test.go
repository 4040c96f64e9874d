// Package deploy holds what stands in deploy/ against what it is made from.
package deploy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

const root = "../.."

func text(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// found are the first groups of all matches, sorted.
func found(pattern, in string) []string {
	var out []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(in, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestComposePassesEverySettingThrough(t *testing.T) {
	t.Parallel()
	compose := text(t, "deploy/docker-compose.yml")
	passed := found(`(?m)^\s+(GPA_[A-Z0-9_]+):`, compose)
	files, err := filepath.Glob(filepath.Join(root, "pkg/config/*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var settings []string
	for _, f := range files {
		settings = append(settings, found(`name:"[^"]*" env:"(GPA_[A-Z0-9_]+)"`, text(t, "pkg/config/"+filepath.Base(f)))...)
	}
	if len(settings) < 20 {
		t.Fatalf("found only %d settings in pkg/config: %v", len(settings), settings)
	}
	for _, s := range settings {
		if !slices.Contains(passed, s) {
			t.Errorf("%s is a setting; x-settings of deploy/docker-compose.yml does not pass it through", s)
		}
	}
	for _, p := range passed {
		if !slices.Contains(settings, p) {
			t.Errorf("%s is passed through by deploy/docker-compose.yml, and no setting", p)
		}
	}
}

func TestTheImageIsBuiltFromEveryModule(t *testing.T) {
	t.Parallel()
	dockerfile := text(t, "deploy/Dockerfile")
	modules := found(`(?m)^\s+\./(\S+)$`, text(t, "go.work"))
	copied := found(`(?m)^COPY (\S+)/go\.mod `, dockerfile)
	if len(modules) == 0 || !slices.Equal(modules, copied) {
		t.Errorf("deploy/Dockerfile copies the go.mod of %v; go.work has %v", copied, modules)
	}
}

func TestStagesHaveOneNameEverywhere(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join(root, "services/*/cmd/*/main.go"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("look for services: %v", err)
	}
	for _, f := range folders {
		stage := filepath.Base(filepath.Dir(f))
		for file, pattern := range map[string]string{
			"deploy/docker-compose.yml":   `(?m)^  ` + stage + `:\n    <<: \*stage\n    image: gpa/(` + stage + `):`,
			"deploy/Dockerfile":           `for s in [a-z ]*\b(` + stage + `)\b`,
			"deploy/helm/gpa/values.yaml": `(?m)^  (` + stage + `): \{`,
		} {
			if len(found(pattern, text(t, file))) == 0 {
				t.Errorf("%s does not know the service %s", file, stage)
			}
		}
	}
}
