// Command ingest writes turns out of log records: see the README of the service.
package main

import (
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/ingest"
)

func main() {
	service.Main(ingest.Name, "Reads conversation logs of any known format and writes turns.", ingest.Serve)
}
