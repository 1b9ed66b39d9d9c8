// Command soak puts the service under load, against the stand-in registries of the development machines, and
// prints what it measured: how many references a second it checks, how long a status call takes meanwhile,
// whether two hundred clients see every event, what a night's job of 100,000 references needs, and whether
// checks end rightly while a replica is killed every 20 seconds. It ends with status 1 where a check did not
// end, or ended otherwise than undisturbed.
//
//	scripts/with-postgres go run ./scripts/soak -shared ../shared [-scenes throughput,events,night,kill]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

// settings are what the flags say.
type settings struct {
	refcheck, shared, postgres string
	scenes                     []string
	port                       int
	kill                       time.Duration
	night                      int
	out                        io.Writer
}

// scenes is the table of what can be measured, and whether the registries keep their limits meanwhile.
var scenes = []struct {
	name    string
	play    func(context.Context, *stage) error
	limited bool
}{
	{"throughput", throughput, false}, {"events", events, false}, {"kill", kill, false}, {"night", night, false},
	{"limits", limits, true},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := settings{out: os.Stdout, postgres: os.Getenv("REFCHECK_TEST_POSTGRES")}
	var names []string
	for _, scene := range scenes {
		names = append(names, scene.name)
	}
	chosen := flag.String("scenes", strings.Join(names, ","), "what to measure")
	flag.StringVar(&s.refcheck, "refcheck", "./refcheck", "the program")
	flag.StringVar(&s.shared, "shared", "../shared", "where the stand-in registries and the labelled lists are")
	flag.IntVar(&s.port, "port", 8460, "the first of the ports to use")
	flag.DurationVar(&s.kill, "kill", 5*time.Minute, "how long replicas are killed")
	flag.IntVar(&s.night, "night", 100_000, "the references of the night's job")
	flag.Parse()
	s.scenes = strings.Split(*chosen, ",")
	if err := run(ctx, s); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1) //nolint:gocritic // nothing is left to be undone
	}
}

// run plays the scenes that are wanted, all of them though one fails.
func run(ctx context.Context, s settings) error {
	if _, err := os.Stat(s.shared + "/registries/serve.py"); err != nil {
		_, err := fmt.Fprintln(s.out, "soak: skipped, there are no stand-in registries in", s.shared)
		return err
	}
	lists, err := readLists(s.shared)
	if err != nil {
		return err
	}
	var failed error
	for _, scene := range scenes {
		if !slices.Contains(s.scenes, scene.name) || ctx.Err() != nil {
			continue
		}
		_, _ = fmt.Fprintf(s.out, "== %s\n", scene.name)
		st, err := newStage(ctx, s, lists, scene.limited)
		if err == nil {
			err = scene.play(ctx, st)
			err = errors.Join(err, st.close())
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", scene.name, err))
			_, _ = fmt.Fprintf(s.out, "FAILED %s: %v\n", scene.name, err)
		}
	}
	return failed
}
