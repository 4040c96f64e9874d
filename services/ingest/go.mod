module github.com/gpa-stream/gpa/services/ingest

go 1.26.0

require (
	github.com/gpa-stream/gpa/pkg v0.0.0-00010101000000-000000000000
	github.com/gpa-stream/gpa/pkg/schema v0.0.0
	github.com/klauspost/compress v1.20.4
	google.golang.org/protobuf v1.36.12
)

replace (
	github.com/gpa-stream/gpa/pkg => ../../pkg
	github.com/gpa-stream/gpa/pkg/schema => ../../pkg/schema
)
