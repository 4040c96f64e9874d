package rubricpublisher_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

func TestTheConfigurationSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		cfg  rubricpublisher.Config
		want []string
	}{
		{"nothing set is fine", rubricpublisher.Config{}, nil},
		{"all set well", rubricpublisher.Config{MaxItems: 100, Drift: 1, Poll: time.Second, RepairEvery: time.Hour, KeepEvents: time.Hour, AllowDimensions: []string{"gender"}}, nil},
		{"too many items", rubricpublisher.Config{MaxItems: 101}, []string{"publisher.max_items is 101"}},
		{"fewer than none", rubricpublisher.Config{MaxItems: -1}, []string{"publisher.max_items is -1"}},
		{"drift beyond all", rubricpublisher.Config{Drift: 1.1}, []string{"publisher.drift is 1.1"}},
		{"an empty name", rubricpublisher.Config{AllowDimensions: []string{" "}}, []string{"publisher.allow_dimensions"}},
		{
			"all faults at once",
			rubricpublisher.Config{Poll: -1, RepairEvery: -1, KeepEvents: -1, Drift: -1},
			[]string{"publisher.poll", "publisher.repair_every", "publisher.keep_events", "publisher.drift"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := tt.cfg.Validate()
			if (err != nil) != (len(tt.want) > 0) {
				t.Fatalf("error is %v, want %v", err, tt.want)
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error is %q, want %q in it", err, w)
				}
			}
		})
	}
}
