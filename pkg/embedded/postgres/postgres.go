// Package postgres runs a real PostgreSQL beside this process, for the demo, for tests and for a try on one machine.
//
// The binaries are those of the machine, else they are brought once into the user's cache. The server listens on
// loopback only, wants a random password, and dies with this process, however that dies. PostgreSQL refuses to run as
// root: for root it runs as postgres or nobody.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/embedded/internal/guard"
)

// Options say how the server is run. The zero value is a server whose data are gone when it ends.
type Options struct {
	// DataDir keeps the data for the next start, written through to the disk; empty makes a temporary folder without
	// any care for crashes of the machine.
	DataDir string
	// Binaries says where to take PostgreSQL from; the zero value prefers what the machine has.
	Binaries Source
	// CacheDir is where fetched binaries are kept; empty is the user's cache folder, or /var/cache/gpa for root.
	CacheDir string
	// Port to listen on; 0 takes a free one.
	Port int
}

const (
	role     = "gpa"
	database = "gpa"
)

// A Server runs until it is stopped.
type Server struct {
	url  string
	proc *guard.Process
	stop func() error
}

// Start runs a server until Stop is called. ctx bounds the start only: what uses the database drains when its own
// context is done, and needs it a little longer.
func Start(ctx context.Context, o Options) (*Server, error) {
	s, err := start(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("start embedded PostgreSQL: %w", err)
	}
	return s, nil
}

// URL is a connection string for the owner of the database gpa, with the password in it.
func (s *Server) URL() string { return s.url }

// Stop ends the server; open connections are closed. It may be called more than once.
func (s *Server) Stop() error { return s.stop() }

// Kill ends the server as a crash would. Kept data recover at the next start.
func (s *Server) Kill() error {
	if err := s.proc.Kill(); err != nil {
		return fmt.Errorf("kill embedded PostgreSQL: %w", err)
	}
	<-s.proc.Done()
	return nil
}

func start(ctx context.Context, o Options) (*Server, error) {
	owner, err := owner()
	if err != nil {
		return nil, err
	}
	home, err := openHome(o.DataDir, owner)
	if err != nil {
		return nil, err
	}
	bin, err := binaries(ctx, o, home.major(), owner)
	if err == nil {
		err = home.prepare(ctx, bin)
	}
	if err != nil {
		return nil, errors.Join(err, home.discard())
	}
	for attempt := 1; ; attempt++ {
		s, err := serve(ctx, bin, home, o.Port)
		if err == nil {
			return s, nil
		}
		// Between finding a free port and listening on it another process may take it.
		if attempt == 3 || !strings.Contains(err.Error(), "Address already in use") {
			return nil, errors.Join(err, home.discard())
		}
	}
}

func serve(ctx context.Context, bin string, h *home, port int) (*Server, error) {
	if port == 0 {
		free, err := freePort(ctx)
		if err != nil {
			return nil, err
		}
		port = free
	}
	proc, err := guard.Start(guard.Program{
		Path: filepath.Join(bin, "postgres"), Args: h.settings(port), Env: environment,
		Dir: h.dir, Log: h.log(), StopSignal: "INT", Remove: h.temporary(), As: h.owner,
	})
	if err != nil {
		return nil, err
	}
	after := context.WithoutCancel(ctx)
	s := &Server{url: address(port, h.password, database), proc: proc, stop: func() error {
		limit, cancel := context.WithTimeout(after, 20*time.Second)
		defer cancel()
		if err := proc.Stop(limit); err != nil {
			return fmt.Errorf("stop embedded PostgreSQL: %w", err)
		}
		return h.discard()
	}}
	ready := func(ctx context.Context) error { return createDatabase(ctx, address(port, h.password, "postgres")) }
	if err := proc.Await(ctx, ready); err != nil {
		log := guard.Tail(h.log(), 2000)
		_ = proc.Kill()
		<-proc.Done()
		return nil, fmt.Errorf("%w; its log ends with:\n%s", err, log)
	}
	return s, nil
}

func createDatabase(ctx context.Context, admin string) error {
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(ctx)
	var there bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, database).Scan(&there); err != nil {
		return fmt.Errorf("look for database %s: %w", database, err)
	}
	if there {
		return nil
	}
	if _, err := conn.Exec(ctx, `CREATE DATABASE `+database); err != nil {
		return fmt.Errorf("create database %s: %w", database, err)
	}
	return nil
}

func address(port int, password, db string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(role, password),
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Path: "/" + db, RawQuery: "sslmode=disable",
	}
	return u.String()
}

func freePort(ctx context.Context) (int, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	addr, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0, fmt.Errorf("find a free port: %v is no TCP address", l.Addr())
	}
	return addr.Port, nil
}

// environment is all that the server and initdb see: nothing of the user's PG* variables or locale.
var environment = []string{"LC_ALL=C", "TZ=UTC", "PATH=/usr/bin:/bin"}
