// Package rules holds the alerts of deploy/prometheus and the dashboard of deploy/grafana against Prometheus itself: they
// must parse, fire when they should, stay silent when they should, and name metrics that the services have.
package rules
