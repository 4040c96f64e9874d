module github.com/gpa-stream/gpa/services/ruleminer

go 1.26.0

require (
	github.com/gpa-stream/gpa/pkg v0.0.0
	github.com/gpa-stream/gpa/pkg/schema v0.0.0
)

replace (
	github.com/gpa-stream/gpa/pkg => ../../pkg
	github.com/gpa-stream/gpa/pkg/schema => ../../pkg/schema
)
