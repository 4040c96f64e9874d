package provision

import (
	"fmt"
	"strconv"
	"strings"
)

// Strimzi writes the plan as KafkaTopic and KafkaUser resources of a cluster.
func Strimzi(p Plan, cluster string) string {
	var b strings.Builder
	b.WriteString("# Topics of GPA Stream and the users that its services run as, for the operators of Strimzi.\n")
	for _, t := range p.Topics {
		head(&b, "KafkaTopic", t.Name, cluster)
		fmt.Fprintf(&b, "  topicName: %s\n  partitions: %d\n  replicas: %d\n  config:\n", strconv.Quote(t.Name), t.Partitions, t.Replicas)
		for _, s := range t.Config {
			fmt.Fprintf(&b, "    %s: %s\n", s.Name, strconv.Quote(s.Value))
		}
	}
	for _, who := range principals(p.Grants) {
		head(&b, "KafkaUser", strings.TrimPrefix(who, "User:"), cluster)
		b.WriteString("  authentication:\n    type: scram-sha-512\n  authorization:\n    type: simple\n    acls:\n")
		for _, g := range p.Grants {
			if g.Principal != who {
				continue
			}
			pattern := "literal"
			if g.Prefixed {
				pattern = "prefix"
			}
			fmt.Fprintf(&b, "      - resource:\n          type: %s\n          name: %s\n          patternType: %s\n        operations: [%s]\n",
				g.Kind, strconv.Quote(g.Name), pattern, strings.Join(g.Operations, ", "))
		}
	}
	return b.String()
}

func head(b *strings.Builder, kind, name, cluster string) {
	fmt.Fprintf(b, "---\napiVersion: kafka.strimzi.io/v1\nkind: %s\nmetadata:\n  name: %s\n  labels:\n    strimzi.io/cluster: %s\nspec:\n",
		kind, strconv.Quote(resource(name)), strconv.Quote(cluster))
}

// resource is a name as Kubernetes takes it: lower-case letters, digits, - and dots, a letter or digit at both ends.
func resource(name string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, name)
	return strings.Trim(clean, "-.")
}

// principals are those of the grants, in order, each once.
func principals(grants []Grant) []string {
	var all []string
	seen := map[string]bool{}
	for _, g := range grants {
		if !seen[g.Principal] {
			seen[g.Principal] = true
			all = append(all, g.Principal)
		}
	}
	return all
}
