module github.com/gpa-stream/gpa/cmd/gpa

go 1.26.0

require (
	github.com/gpa-stream/gpa/pkg v0.0.0
	github.com/gpa-stream/gpa/pkg/schema v0.0.0
	github.com/gpa-stream/gpa/services/attrextractor v0.0.0
	github.com/gpa-stream/gpa/services/ingest v0.0.0
	github.com/gpa-stream/gpa/services/rubricpublisher v0.0.0
	github.com/gpa-stream/gpa/services/ruleminer v0.0.0
	github.com/gpa-stream/gpa/services/turnclassifier v0.0.0
)

require (
	github.com/VividCortex/ewma v1.2.0 // indirect
	github.com/acarl005/stripansi v0.0.0-20180116102854-5a71ef0e047d // indirect
	github.com/alecthomas/kong v1.17.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/mattn/go-runewidth v0.0.30 // indirect
	github.com/vbauerster/cupwriter v0.0.5 // indirect
	github.com/vbauerster/mpb/v8 v8.16.2 // indirect
	golang.org/x/sync v0.25.0 // indirect
	golang.org/x/sys v0.48.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/time v0.16.0 // indirect
)

replace (
	github.com/gpa-stream/gpa/pkg => ../../pkg
	github.com/gpa-stream/gpa/pkg/schema => ../../pkg/schema
	github.com/gpa-stream/gpa/services/attrextractor => ../../services/attrextractor
	github.com/gpa-stream/gpa/services/ingest => ../../services/ingest
	github.com/gpa-stream/gpa/services/rubricpublisher => ../../services/rubricpublisher
	github.com/gpa-stream/gpa/services/ruleminer => ../../services/ruleminer
	github.com/gpa-stream/gpa/services/turnclassifier => ../../services/turnclassifier
)
