// Package helm tests the chart of deploy/helm/gpa by rendering it: against the types of Kubernetes, and against what
// it promises.
package helm_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"
)

const chartFolder = "../../deploy/helm/gpa"

var stages = []string{"attrextractor", "auditor", "ingest", "rubricpublisher", "ruleminer", "turnclassifier"}

// A manifest is one rendered document.
type manifest struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   struct {
		Name        string            `json:"name"`
		Annotations map[string]string `json:"annotations"`
	} `json:"metadata"`
	text string
}

// minimal are the values that nobody can do without.
func minimal() map[string]any {
	return map[string]any{"config": map[string]any{"kafka": map[string]any{"brokers": []any{"kafka-0.kafka:9092", "kafka-1.kafka:9092"}}}}
}

// everything turns on all that is optional.
func everything() map[string]any {
	v := minimal()
	v["keda"] = map[string]any{"enabled": true, "authentication": "kafka", "metadata": map[string]any{"tls": "enable"}}
	v["env"] = []any{map[string]any{"name": "GPA_MINER_BUCKET", "value": "2h"}}
	v["volumes"] = []any{map[string]any{"name": "ca", "secret": map[string]any{"secretName": "kafka-ca"}}}
	v["volumeMounts"] = []any{map[string]any{"name": "ca", "mountPath": "/ca", "readOnly": true}}
	v["imagePullSecrets"] = []any{map[string]any{"name": "registry"}}
	v["podAnnotations"] = map[string]any{"prometheus.io/scrape": "true"}
	v["podLabels"] = map[string]any{"team": "chat"}
	v["nodeSelector"] = map[string]any{"pool": "streams"}
	v["tolerations"] = []any{map[string]any{"key": "streams", "operator": "Exists"}}
	v["service"] = map[string]any{"annotations": map[string]any{"a": "b"}}
	peer := []any{map[string]any{"namespaceSelector": map[string]any{"matchLabels": map[string]any{"name": "data"}}}}
	v["networkPolicy"] = map[string]any{"ingressFrom": peer, "egressTo": peer, "extraEgress": []any{map[string]any{"ports": []any{map[string]any{"port": 4317}}}}}
	return v
}

// render renders the chart; the error is that of the values' schema or of a template.
func render(values map[string]any) ([]manifest, error) {
	chart, err := loader.Load(chartFolder)
	if err != nil {
		return nil, err
	}
	all, err := chartutil.ToRenderValues(chart, values, chartutil.ReleaseOptions{Name: "gpa", Namespace: "chat", IsInstall: true}, chartutil.DefaultCapabilities)
	if err != nil {
		return nil, err
	}
	files, err := engine.Render(chart, all)
	if err != nil {
		return nil, err
	}
	var out []manifest
	for name, text := range files {
		if filepath.Ext(name) != ".yaml" {
			continue
		}
		for _, doc := range regexp.MustCompile(`(?m)^---$`).Split(text, -1) {
			m := manifest{text: doc}
			if err := yaml.Unmarshal([]byte(doc), &m); err != nil {
				return nil, err
			}
			if m.Kind != "" {
				out = append(out, m)
			}
		}
	}
	slices.SortFunc(out, func(a, b manifest) int {
		return strings.Compare(a.Kind+"/"+a.Metadata.Name, b.Kind+"/"+b.Metadata.Name)
	})
	return out, nil
}

func rendered(t *testing.T, values map[string]any) []manifest {
	t.Helper()
	all, err := render(values)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// names are the names of all manifests of a kind.
func names(all []manifest, kind string) []string {
	var out []string
	for _, m := range all {
		if m.Kind == kind {
			out = append(out, m.Metadata.Name)
		}
	}
	return out
}

func prefixed(names ...string) []string {
	var out []string
	for _, n := range names {
		out = append(out, "gpa-"+n)
	}
	return out
}

func read[T any](t *testing.T, m manifest) T {
	t.Helper()
	var v T
	if err := yaml.UnmarshalStrict([]byte(m.text), &v); err != nil {
		t.Errorf("%s %s is not as Kubernetes has it: %v", m.Kind, m.Metadata.Name, err)
	}
	return v
}

func TestManifestsHaveOnlyFieldsThatKubernetesKnows(t *testing.T) {
	t.Parallel()
	for name, values := range map[string]map[string]any{"minimal": minimal(), "everything": everything()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, m := range rendered(t, values) {
				switch m.APIVersion + " " + m.Kind {
				case "apps/v1 Deployment":
					read[appsv1.Deployment](t, m)
				case "batch/v1 Job":
					read[batchv1.Job](t, m)
				case "v1 ConfigMap":
					read[corev1.ConfigMap](t, m)
				case "v1 Service":
					read[corev1.Service](t, m)
				case "policy/v1 PodDisruptionBudget":
					read[policyv1.PodDisruptionBudget](t, m)
				case "networking.k8s.io/v1 NetworkPolicy":
					read[networkingv1.NetworkPolicy](t, m)
				case "keda.sh/v1alpha1 ScaledObject":
					read[scaledObject](t, m)
				default:
					t.Errorf("%s %s is of a kind that nobody checks", m.APIVersion, m.Kind)
				}
			}
		})
	}
}

// scaledObject is what of KEDA's resource the chart uses.
type scaledObject struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   struct {
		Name   string            `json:"name"`
		Labels map[string]string `json:"labels"`
	} `json:"metadata"`
	Spec struct {
		ScaleTargetRef                                                    struct{ Name string }
		MinReplicaCount, MaxReplicaCount, PollingInterval, CooldownPeriod int
		Triggers                                                          []struct {
			Type              string
			Metadata          map[string]string
			AuthenticationRef struct{ Name string }
		}
	}
}

func TestValuesThatCannotWorkAreRefused(t *testing.T) {
	t.Parallel()
	kafka := minimal()["config"].(map[string]any)["kafka"] //nolint:errcheck // It was made some lines above.
	for name, x := range map[string]struct {
		values map[string]any
		want   string
	}{
		"no brokers":            {map[string]any{}, "brokers"},
		"a broker with no port": {map[string]any{"config": map[string]any{"kafka": map[string]any{"brokers": []any{"kafka"}}}}, "brokers"},
		"a salt in the values":  {map[string]any{"config": map[string]any{"kafka": kafka, "salt": "s"}}, "config"},
		"a password there":      {map[string]any{"config": map[string]any{"kafka": kafka, "postgres": map[string]any{"url": "postgres://u:p@h/d"}}}, "config"},
		"a key there":           {map[string]any{"config": map[string]any{"kafka": kafka, "llm": map[string]any{"key": "k"}}}, "config"},
		"an unknown stage":      {map[string]any{"config": minimal()["config"], "stages": map[string]any{"rulemine": map[string]any{"replicas": 1, "memoryMi": 256}}}, "rulemine"},
		"less than it takes":    {map[string]any{"config": minimal()["config"], "stages": map[string]any{"ingest": map[string]any{"memoryMi": 8}}}, "memoryMi"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := render(x.values); err == nil || !strings.Contains(err.Error(), x.want) {
				t.Errorf("got %v, want an error about %s", err, x.want)
			}
		})
	}
}

// TestRenderedFiles writes what was rendered for other checkers, where GPA_RENDERED names a folder.
func TestRenderedFiles(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("GPA_RENDERED")
	if folder == "" {
		folder = t.TempDir()
	}
	for name, values := range map[string]map[string]any{"minimal": minimal(), "everything": everything()} {
		for _, m := range rendered(t, values) {
			path := filepath.Join(folder, name+"-"+m.Kind+"-"+m.Metadata.Name+".yaml")
			if err := os.WriteFile(path, []byte(m.text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
