package provision

import (
	"fmt"
	"strconv"
	"strings"
)

// Terraform writes the plan as resources of the provider Mongey/kafka, whose connection is set elsewhere.
func Terraform(p Plan) string {
	var b strings.Builder
	b.WriteString(`# Topics of GPA Stream and the rights that its services need.
terraform {
  required_providers {
    kafka = { source = "Mongey/kafka" }
  }
}
`)
	for _, t := range p.Topics {
		fmt.Fprintf(&b, "\nresource \"kafka_topic\" %s {\n  name               = %s\n  partitions         = %d\n  replication_factor = %d\n  config = {\n",
			strconv.Quote(identifier(t.Name)), hcl(t.Name), t.Partitions, t.Replicas)
		for _, s := range t.Config {
			fmt.Fprintf(&b, "    %s = %s\n", strconv.Quote(s.Name), hcl(s.Value))
		}
		b.WriteString("  }\n}\n")
	}
	seen := map[string]bool{}
	for _, g := range p.Grants {
		pattern := "Literal"
		if g.Prefixed {
			pattern = "Prefixed"
		}
		for _, op := range g.Operations {
			id := identifier(strings.TrimPrefix(g.Principal, "User:") + "_" + strings.ToLower(op+"_"+g.Kind+"_"+pattern) + "_" + g.Name)
			if seen[id] {
				continue // One principal for several services.
			}
			seen[id] = true
			kind := "Topic"
			if g.Kind == "group" {
				kind = "Group"
			}
			fmt.Fprintf(&b, `
resource "kafka_acl" %q {
  resource_name                = %s
  resource_type                = %q
  resource_pattern_type_filter = %q
  acl_principal                = %s
  acl_host                     = "*"
  acl_operation                = %q
  acl_permission_type          = "Allow"
}
`, id, hcl(g.Name), kind, pattern, hcl(g.Principal), op)
		}
	}
	return b.String()
}

// identifier is a name as Terraform takes it.
func identifier(name string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-':
			return r
		}
		return '_'
	}, name)
	if clean == "" || clean[0] >= '0' && clean[0] <= '9' || clean[0] == '-' {
		clean = "_" + clean
	}
	return clean
}

// hcl quotes a string; what looks like a template stays text.
func hcl(s string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(s))
}
