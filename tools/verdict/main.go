// Command verdict reads the stream of `go test -json` and says in words how it went: a line for each package, the
// output of what failed, and every skipped test with its reason.
//
// It exits 1 when a test failed, when a package did not build, when a test was skipped for a reason that -allow does
// not match, and when nothing ran at all.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
)

func main() {
	allow := flag.String("allow", "", "regular expression of skip reasons that are no failure")
	flag.Parse()
	var allowed *regexp.Regexp
	if *allow != "" {
		var err error
		if allowed, err = regexp.Compile(*allow); err != nil {
			fmt.Fprintln(os.Stderr, "verdict: -allow:", err)
			os.Exit(2)
		}
	}
	ok, err := judge(os.Stdin, os.Stdout, allowed)
	if err != nil {
		fmt.Fprintln(os.Stderr, "verdict:", err)
		os.Exit(1)
	}
	if !ok {
		os.Exit(1)
	}
}
