package service

import "net/http"

// Metrics answers GET /metrics, for the service that serves HTTP itself.
func (e *Env) Metrics() http.Handler { return http.HandlerFunc(e.metrics) }
