// Command rubricpublisher turns what was mined into rubrics and serves them: see the README of the service.
package main

import (
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

func main() {
	service.Main(rubricpublisher.Name, "Turns what was mined into rubrics, publishes and serves them.", rubricpublisher.Serve)
}
