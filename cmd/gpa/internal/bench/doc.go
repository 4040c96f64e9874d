// Package bench makes the figures of docs/performance.md: how many turns a second pass through each stage, through all
// of them on a broker, and chained in memory, what they cost, and how long one turn takes; and beside them, on the same
// broker and in the same run, what kafka-go does that only hands records on, and a pipeline in Python.
//
// What is measured runs in processes of its own, the built command gpa; broker and database stand apart. The package
// decides nothing and is no part of the product.
package bench
