package memstore_test

import (
	"testing"

	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/memstore"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions/storetest"
)

func TestMemoryIsAStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(*testing.T) storetest.Place {
		s := memstore.New()
		return storetest.Place{Store: s, Feed: func(_ *testing.T, b versions.Bucket) { s.Feed(b) }}
	})
}
