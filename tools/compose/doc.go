// Package compose is the test of deploy/docker-compose.yml, and the pinned docker compose that runs it.
//
// It drives the container engine by its command line only, as a user would, and knows nothing of the services but what
// they promise to other teams: their topics, tables and commands.
package compose
