package httpapi

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

func answerBytes(body []byte, contentType, ifNoneMatch string) *tagged {
	sum := sha256.Sum256(body)
	out := &tagged{Status: http.StatusOK, ETag: `"` + hex.EncodeToString(sum[:12]) + `"`, ContentType: contentType, Vary: "Accept", Body: body}
	if matches(ifNoneMatch, out.ETag) {
		out.Status, out.ContentType, out.Body = http.StatusNotModified, "", []byte(nil)
	}
	return out
}

// matches says whether an If-None-Match names the tag.
func matches(header, tag string) bool {
	for t := range strings.SplitSeq(header, ",") {
		t = strings.TrimPrefix(strings.TrimSpace(t), "W/")
		if t == tag || t == "*" {
			return true
		}
	}
	return false
}

// wantsMarkdown says whether an Accept header likes Markdown better than JSON.
func wantsMarkdown(accept string) bool {
	markdown, other := 0.0, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		kind, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		q := 1.0
		if s, given := params["q"]; given {
			if q, err = strconv.ParseFloat(s, 64); err != nil {
				continue
			}
		}
		switch kind {
		case "text/markdown":
			markdown = max(markdown, q)
		case "application/json":
			other = max(other, q)
		}
	}
	return markdown > 0 && markdown >= other
}

var errCursor = errors.New("cursor is not one that this service gave")

func openCursor(cursor string) (string, error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return "", errCursor
	}
	return string(b), nil
}

// cut gives the page behind an id and the cursor of the one that follows. What comes in is sorted by id.
func cut(found []versions.Version, after string, limit int) ([]versions.Version, string) {
	start := 0
	for after != "" && start < len(found) && found[start].ID <= after {
		start++
	}
	end := min(start+limit, len(found))
	page := found[start:end]
	if end == len(found) {
		return page, ""
	}
	return page, base64.RawURLEncoding.EncodeToString([]byte(page[len(page)-1].ID))
}
