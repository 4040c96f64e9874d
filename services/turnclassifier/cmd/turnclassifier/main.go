// Command turnclassifier makes judged exchanges out of turns: see the README of the service.
package main

import (
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

func main() {
	service.Main(turnclassifier.Service, "Makes judged exchanges out of turns.", turnclassifier.Serve)
}
