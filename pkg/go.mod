module github.com/gpa-stream/gpa/pkg

go 1.26

require github.com/gpa-stream/gpa/pkg/schema v0.0.0

replace github.com/gpa-stream/gpa/pkg/schema => ./schema
