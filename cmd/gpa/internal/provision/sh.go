package provision

import (
	"fmt"
	"strings"
)

// Sh writes the plan as a shell script over Kafka's own tools. Running it twice is harmless.
func Sh(p Plan) string {
	var b strings.Builder
	b.WriteString(`#!/bin/sh
# Topics of GPA Stream and the rights that its services need. It may be run again.
# BOOTSTRAP names the brokers, COMMAND_CONFIG a file of client settings, where they are needed.
set -eu
: "${BOOTSTRAP:=localhost:9092}"
topic() { kafka-topics.sh --bootstrap-server "$BOOTSTRAP" ${COMMAND_CONFIG:+--command-config "$COMMAND_CONFIG"} --create --if-not-exists --topic "$@"; }
allow() { kafka-acls.sh --bootstrap-server "$BOOTSTRAP" ${COMMAND_CONFIG:+--command-config "$COMMAND_CONFIG"} --add --allow-principal "$@"; }

`)
	for _, t := range p.Topics {
		fmt.Fprintf(&b, "topic %s --partitions %d --replication-factor %d", shell(t.Name), t.Partitions, t.Replicas)
		for _, s := range t.Config {
			b.WriteString(" --config " + shell(s.Name+"="+s.Value))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
	for _, g := range p.Grants {
		b.WriteString("allow " + shell(g.Principal))
		for _, op := range g.Operations {
			b.WriteString(" --operation " + op)
		}
		if g.Prefixed {
			b.WriteString(" --resource-pattern-type prefixed")
		}
		b.WriteString(" --" + g.Kind + " " + shell(g.Name) + "\n")
	}
	return b.String()
}

// shell quotes a word.
func shell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
