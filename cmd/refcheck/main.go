// Command refcheck says of every reference in a bibliography whether public registries hold the work
// and agree with what is cited. All wiring is here: one file for each command, app.go for what they
// share, registries.go for the table of registries, status.go for the exit status.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // The second signal kills.
	// The results of a long list stay until its end: less garbage beside them, for a little more time.
	debug.SetGCPercent(60)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}
