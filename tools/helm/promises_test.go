package helm_test

import (
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
)

func TestEachStageIsADeploymentThatMayBeDisturbedGently(t *testing.T) {
	t.Parallel()
	all := rendered(t, minimal())
	for _, kind := range []string{"Deployment", "PodDisruptionBudget"} {
		if got, want := names(all, kind), prefixed(stages...); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", kind, got, want)
		}
	}
	if got, want := names(all, "NetworkPolicy"), prefixed(slices.Sorted(slices.Values(append([]string{"migrate"}, stages...)))...); !slices.Equal(got, want) {
		t.Errorf("NetworkPolicy: got %v, want %v", got, want)
	}
	if got := names(all, "ScaledObject"); len(got) > 0 {
		t.Errorf("KEDA was not asked for, yet there are %v", got)
	}
	if got := names(all, "Secret"); len(got) > 0 {
		t.Errorf("secrets come by reference, yet there are %v", got)
	}
}

func TestEveryPodIsProbedBoundedAndUnprivileged(t *testing.T) {
	t.Parallel()
	for _, m := range rendered(t, everything()) {
		switch m.Kind {
		case "Deployment":
			d := read[appsv1.Deployment](t, m)
			checkPod(t, m.Metadata.Name, d.Spec.Template.Spec)
			c := d.Spec.Template.Spec.Containers[0]
			for what, probe := range map[string]*corev1.Probe{"/healthz": c.LivenessProbe, "/readyz": c.ReadinessProbe} {
				if probe == nil || probe.HTTPGet == nil || probe.HTTPGet.Path != what {
					t.Errorf("%s: the probe of %s is %v", m.Metadata.Name, what, probe)
				}
			}
			stage := strings.TrimPrefix(m.Metadata.Name, "gpa-")
			binary, args := stage, []string(nil)
			if stage == "auditor" {
				binary, args = "gpa", []string{"up", stage}
			}
			if !strings.HasSuffix(c.Image, "/"+binary+":dev") || !slices.Equal(c.Command, []string{"/" + binary}) || !slices.Equal(c.Args, args) {
				t.Errorf("%s runs %v %v of %s", m.Metadata.Name, c.Command, c.Args, c.Image)
			}
			for k, v := range d.Spec.Selector.MatchLabels {
				if d.Spec.Template.Labels[k] != v {
					t.Errorf("%s does not select its own pods: %s=%s", m.Metadata.Name, k, v)
				}
			}
		case "Job":
			j := read[batchv1.Job](t, m)
			checkPod(t, m.Metadata.Name, j.Spec.Template.Spec)
			if !strings.Contains(m.Metadata.Annotations["helm.sh/hook"], "pre-upgrade") {
				t.Errorf("migration runs at %q, want before an upgrade", m.Metadata.Annotations["helm.sh/hook"])
			}
		}
	}
}

func checkPod(t *testing.T, name string, p corev1.PodSpec) {
	t.Helper()
	if s := p.SecurityContext; s == nil || s.RunAsNonRoot == nil || !*s.RunAsNonRoot || s.SeccompProfile == nil {
		t.Errorf("%s: security of the pod is %v", name, s)
	}
	if p.AutomountServiceAccountToken == nil || *p.AutomountServiceAccountToken {
		t.Errorf("%s is given a token for the cluster that it does not need", name)
	}
	c := p.Containers[0]
	if s := c.SecurityContext; s == nil || s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem ||
		s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation || s.Capabilities == nil || !slices.Contains(s.Capabilities.Drop, "ALL") {
		t.Errorf("%s: security of the container is %v", name, s)
	}
	if c.Resources.Limits.Memory().IsZero() {
		t.Errorf("%s has no limit of memory", name)
	}
	fromSecret := map[string]string{}
	for _, e := range c.Env {
		if e.ValueFrom != nil && e.ValueFrom.SecretKeyRef != nil {
			fromSecret[e.Name] = e.ValueFrom.SecretKeyRef.Name
		}
	}
	if fromSecret["GPA_SALT"] != "gpa" || fromSecret["GPA_POSTGRES_URL"] != "gpa" {
		t.Errorf("%s takes from secrets: %v", name, fromSecret)
	}
}

func TestStagesScaleByTheLagOfTheirOwnGroup(t *testing.T) {
	t.Parallel()
	all := rendered(t, everything())
	topics := map[string]string{"ingest": "raw.v1", "turnclassifier": "turns.v1", "attrextractor": "exchanges.v1", "ruleminer": "observations.v1"}
	found := 0
	for _, m := range all {
		switch m.Kind {
		case "ScaledObject":
			found++
			o := read[scaledObject](t, m)
			stage := strings.TrimPrefix(o.Spec.ScaleTargetRef.Name, "gpa-")
			got := o.Spec.Triggers[0].Metadata
			if got["topic"] != "gpa."+topics[stage] || got["consumerGroup"] != "gpa."+stage || got["bootstrapServers"] != "kafka-0.kafka:9092,kafka-1.kafka:9092" {
				t.Errorf("%s scales by %v", stage, got)
			}
		case "Deployment":
			stage := strings.TrimPrefix(m.Metadata.Name, "gpa-")
			if fixed, scaled := read[appsv1.Deployment](t, m).Spec.Replicas != nil, topics[stage] != ""; fixed == scaled {
				t.Errorf("%s: a fixed number of replicas is %t, scaled by lag is %t", stage, fixed, scaled)
			}
		}
	}
	if found != len(topics) {
		t.Errorf("%d stages are scaled, want %d", found, len(topics))
	}
}

func TestStagesScaleByTopicsOfOtherNames(t *testing.T) {
	t.Parallel()
	values := everything()
	kafka, isMap := values["config"].(map[string]any)["kafka"].(map[string]any)
	if !isMap {
		t.Fatal("the settings have no kafka")
	}
	kafka["topics"] = map[string]any{"turns.v1": "acme-turns"}
	for _, m := range rendered(t, values) {
		if m.Kind != "ScaledObject" || !strings.HasSuffix(m.Metadata.Name, "-turnclassifier") {
			continue
		}
		if got := read[scaledObject](t, m).Spec.Triggers[0].Metadata["topic"]; got != "acme-turns" {
			t.Errorf("turnclassifier scales by %s, want acme-turns", got)
		}
	}
}

func TestNobodyTalksToPodsButByTheRules(t *testing.T) {
	t.Parallel()
	for _, m := range rendered(t, everything()) {
		if m.Kind != "NetworkPolicy" {
			continue
		}
		p := read[networkingv1.NetworkPolicy](t, m)
		if len(p.Spec.PolicyTypes) != 2 || len(p.Spec.Egress) != 3 {
			t.Errorf("%s: %v, %d rules of egress", m.Metadata.Name, p.Spec.PolicyTypes, len(p.Spec.Egress))
		}
		for _, rule := range p.Spec.Ingress {
			if len(rule.From) == 0 {
				t.Errorf("%s may be reached by everybody", m.Metadata.Name)
			}
		}
		if to := p.Spec.Egress[1].To; len(to) != 1 || to[0].NamespaceSelector == nil {
			t.Errorf("%s reaches Kafka and PostgreSQL at %v", m.Metadata.Name, to)
		}
	}
}

func TestABudgetLetsANodeBeDrained(t *testing.T) {
	t.Parallel()
	for _, m := range rendered(t, minimal()) {
		if m.Kind != "PodDisruptionBudget" {
			continue
		}
		b := read[policyv1.PodDisruptionBudget](t, m)
		if b.Spec.MaxUnavailable == nil || b.Spec.MaxUnavailable.IntValue() != 1 {
			t.Errorf("%s: at most %v may be away, want 1", m.Metadata.Name, b.Spec.MaxUnavailable)
		}
	}
}
