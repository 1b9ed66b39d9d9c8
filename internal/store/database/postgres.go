package database

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// sessionSettings are settings of PostgreSQL that hold for our connections, unless the address names others.
// A process whose machine or network dies says no goodbye, and what it has locked would stay locked for hours:
// with these it comes free about when the leases run out that it held.
var sessionSettings = map[string]string{
	"idle_in_transaction_session_timeout": "15s",
	"tcp_keepalives_idle":                 "10",
	"tcp_keepalives_interval":             "5",
	"tcp_keepalives_count":                "3",
}

// silence is how long a connection may be dead until we give it up likewise: a server that is gone without a
// word is looked for anew, instead of holding whoever has asked it.
const silence = 15 * time.Second

// dialer connects to a server.
func dialer() *net.Dialer {
	return &net.Dialer{
		Timeout: silence, Control: giveUp,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silence / 3, Interval: silence / 3, Count: 2},
	}
}

// openPostgres connects to a server, with one pool for all.
func openPostgres(ctx context.Context, db *DB, address string) error {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return fmt.Errorf("reading its address: %w", err) // pgx leaves the password out
	}
	config.MaxConns = max(config.MaxConns, connections)
	config.ConnConfig.DialFunc = dialer().DialContext
	for name, value := range sessionSettings {
		if _, given := config.ConnConfig.RuntimeParams[name]; !given {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	db.Pool, err = pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	db.closers = append(db.closers, func() error { db.Pool.Close(); return nil })
	db.Write = stdlib.OpenDBFromPool(db.Pool)
	db.closers = append(db.closers, db.Write.Close)
	db.Write.SetMaxIdleConns(0) // the pool keeps them
	db.Read = db.Write
	return db.Ready(ctx)
}
