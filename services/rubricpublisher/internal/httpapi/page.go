package httpapi

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"title": func(aspect string) string {
		if t, ok := schema.AspectTitle(aspect); ok {
			return t
		}
		return aspect
	},
	"percent": func(x float64) int { return int(x*100 + 0.5) },
	"link": func(v versions.Version) string {
		return "/v1/rubrics/" + url.PathEscape(v.Dimension) + "/" + url.PathEscape(v.Group) + "/" + url.PathEscape(v.Intent)
	},
}).Parse(pageText))

// page is the list of rubrics for people: those that differ first, the others in one line each.
func (a *API) page(w http.ResponseWriter, r *http.Request) {
	found, err := a.store.Rubrics(r.Context(), versions.Filter{})
	if err != nil {
		a.o.Log.ErrorContext(r.Context(), "the page failed", "error", err)
		http.Error(w, "the rubrics cannot be read now; try again", http.StatusServiceUnavailable)
		return
	}
	view := struct {
		Different, Same, Unknown []versions.Version
		Total                    int
	}{Total: len(found)}
	for _, v := range found {
		switch v.Verdict {
		case schema.Different:
			view.Different = append(view.Different, v)
		case schema.Same:
			view.Same = append(view.Same, v)
		default:
			view.Unknown = append(view.Unknown, v)
		}
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, view); err != nil {
		a.o.Log.ErrorContext(r.Context(), "the page failed", "error", err)
		http.Error(w, "the page cannot be shown", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	_, _ = w.Write(b.Bytes())
}
