module github.com/gpa-stream/gpa/services/rubricpublisher

go 1.26.0

require (
	github.com/danielgtaylor/huma/v2 v2.37.2
	github.com/gpa-stream/gpa/pkg v0.0.0
	github.com/gpa-stream/gpa/pkg/schema v0.0.0
	github.com/jackc/pgx/v5 v5.12.0
)

require (
	github.com/cenkalti/backoff/v4 v4.3.0 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	golang.org/x/sync v0.25.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
)

replace (
	github.com/gpa-stream/gpa/pkg => ../../pkg
	github.com/gpa-stream/gpa/pkg/schema => ../../pkg/schema
)
