// Command rubricpublisher publishes versioned rubrics: see the README of the service.
package main

import (
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

func main() {
	service.Main(rubricpublisher.Name, "Publishes versioned rubrics: topic, tables, HTTP.", rubricpublisher.Serve)
}
