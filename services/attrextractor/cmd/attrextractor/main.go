// Command attrextractor makes observations out of judged exchanges: see the README of the service.
package main

import (
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/attrextractor"
)

func main() {
	service.Main(attrextractor.Service, "Makes observations, which hold no text, out of judged exchanges.", attrextractor.Serve)
}
