// Package system holds the tests of the whole: processes of the command gpa on Apache Kafka and PostgreSQL, which are
// killed, frozen and counted. Whatever happens to them, the rules must be those of a run to which nothing happened.
//
// The tests have the build tag kafka; `make test-kafka` runs them.
package system
