package observe

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Write writes all numbers in the Prometheus text format, sorted.
func (m *Metrics) Write(w io.Writer) error {
	var b strings.Builder
	last := ""
	m.each(func(f *family, key string, x *member) {
		if f.name != last {
			last = f.name
			b.WriteString("# HELP " + f.name + " " + strings.ReplaceAll(f.help, "\n", " ") + "\n# TYPE " + f.name + " " + string(f.kind) + "\n")
		}
		if f.kind == histogram {
			buckets(&b, f.name, x)
			return
		}
		b.WriteString(f.name + key + " " + scaled(x.value.Load(), f.scale) + "\n")
	})
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write metrics: %w", err)
	}
	return nil
}

func scaled(n, scale int64) string {
	if scale == 1 {
		return strconv.FormatInt(n, 10)
	}
	return number(float64(n) / float64(scale))
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func buckets(b *strings.Builder, name string, x *member) {
	d, total := x.distribution, int64(0)
	for i, n := range d.Counts {
		total += n
		le := "+Inf"
		if i < len(d.Bounds) {
			le = number(d.Bounds[i])
		}
		b.WriteString(name + "_bucket" + render(append(slices.Clip(x.labels), Label{"le", le})) + " " + strconv.FormatInt(total, 10) + "\n")
	}
	key := render(x.labels)
	b.WriteString(name + "_sum" + key + " " + number(d.Sum) + "\n" + name + "_count" + key + " " + strconv.FormatInt(total, 10) + "\n")
}

// render is the labels in the text format.
func render(labels []Label) string {
	if len(labels) == 0 {
		return ""
	}
	parts := make([]string, len(labels))
	for i, l := range labels {
		parts[i] = l.Name + `="` + escape.Replace(l.Value) + `"`
	}
	return "{" + strings.Join(parts, ",") + "}"
}

var escape = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)

// ServeHTTP answers GET /metrics.
func (m *Metrics) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	// The other end may be gone, which is its own business.
	_ = m.Write(w)
}
