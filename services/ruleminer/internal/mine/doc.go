// Package mine is the statistical core of the rule miner: it caps and tallies the observations of a bucket, and turns
// tallies into rules. docs/statistics.md explains the method.
//
// Everything here is a function of values: no clock, no I/O, no package state that changes. What goes in is a set, so
// neither order, repetition nor partitioning of the observations changes what comes out.
package mine
