// Command ruleminer finds out on which aspects of an answer groups differ: see the README of the service.
package main

import (
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

func main() {
	service.Main(ruleminer.Name, "Finds out on which aspects of an answer groups differ.", ruleminer.Serve)
}
