module github.com/gpa-stream/gpa/cmd/gpa

go 1.26.0

require (
	github.com/gpa-stream/gpa/pkg v0.0.0
	github.com/gpa-stream/gpa/pkg/schema v0.0.0
	github.com/gpa-stream/gpa/services/ingest v0.0.0
	github.com/gpa-stream/gpa/services/turnclassifier v0.0.0
	github.com/gpa-stream/gpa/services/attrextractor v0.0.0
	github.com/gpa-stream/gpa/services/ruleminer v0.0.0
	github.com/gpa-stream/gpa/services/rubricpublisher v0.0.0
)

replace (
	github.com/gpa-stream/gpa/pkg => ../../pkg
	github.com/gpa-stream/gpa/pkg/schema => ../../pkg/schema
	github.com/gpa-stream/gpa/services/ingest => ../../services/ingest
	github.com/gpa-stream/gpa/services/turnclassifier => ../../services/turnclassifier
	github.com/gpa-stream/gpa/services/attrextractor => ../../services/attrextractor
	github.com/gpa-stream/gpa/services/ruleminer => ../../services/ruleminer
	github.com/gpa-stream/gpa/services/rubricpublisher => ../../services/rubricpublisher
)
