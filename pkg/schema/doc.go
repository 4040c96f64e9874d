// Package schema is the map of the system: topics, record types, identities, and the documents that leave it.
// It holds no behaviour beyond checks on meaning, and never does I/O.
package schema
