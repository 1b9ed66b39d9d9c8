package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/config"
)

// longestRun is how long a run may take unless told otherwise: some thousand references at the
// rate of a stranger.
const longestRun = time.Hour

// whomSettings are the flags that say who asks, and which registries.
type whomSettings struct {
	mailto     string
	registries []string
	checkURLs  bool
}

func (s *whomSettings) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.Var((*address)(&s.mailto), "mailto", "your address, for registries that answer faster to those who give one")
	flags.Var(&choices{&s.registries, registryNames()}, "registry", "ask this registry alone (repeatable)")
	flags.BoolVar(&s.checkURLs, "check-urls", false, "ask for the pages of references that are an address alone")
}

// runSettings are the flags of the commands that ask registries.
type runSettings struct {
	whomSettings
	offline        bool
	refresh        bool
	replay, record string
	timeout        time.Duration
}

func (s *runSettings) addFlags(cmd *cobra.Command) {
	s.whomSettings.addFlags(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&s.offline, "offline", false, "take answers from the cache alone")
	flags.BoolVar(&s.refresh, "refresh", false, "ask again what is in the cache")
	flags.StringVar(&s.replay, "replay", "", "take answers from the recording in `DIR` alone")
	flags.StringVar(&s.record, "record", "", "keep every answer in `DIR`, for --replay")
	flags.DurationVar(&s.timeout, "timeout", longestRun, "the longest that the run may take, 0 for no limit")
	cmd.MarkFlagsMutuallyExclusive("offline", "replay", "record")
	cmd.MarkFlagsMutuallyExclusive("offline", "refresh")
	cmd.MarkFlagsMutuallyExclusive("replay", "refresh")
}

// validate checks what no single flag can.
func (s *runSettings) validate(cmd *cobra.Command) error {
	err := cmd.ValidateFlagGroups()
	if s.timeout < 0 {
		err = errors.Join(err, fmt.Errorf("timeout: %v is not a time to run for", s.timeout))
	}
	return err
}

// ask checks references, telling h, and takes from recall what is known of them. An interruption is
// among its errors.
func (a *app) ask(ctx context.Context, s *runSettings, access map[string]config.Registry, refs []biblio.Reference,
	recall func(biblio.Reference) (check.Result, bool), h check.Handler,
) (check.Summary, error) {
	asking, err := a.openRegistries(ctx, s, access)
	if err != nil {
		return check.Summary{}, err
	}
	checker := check.New(check.Options{Registries: asking.registries, Timeout: s.timeout, Now: time.Now, Recall: recall})
	summary, err := checker.Run(ctx, refs, h)
	if errors.Is(err, context.Canceled) {
		err = errInterrupted
	}
	return summary, errors.Join(err, asking.close())
}
