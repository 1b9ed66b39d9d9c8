package main

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/refcheck/refcheck/internal/server"
	"github.com/refcheck/refcheck/internal/store/callers"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/limits"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

// accessSettings are the flags that say who may do how much on the service.
type accessSettings struct {
	noAnonymous    bool
	anonymousQuota uint
	clientRate     uint
	trusted        networks
}

func (s *accessSettings) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&s.noAnonymous, "no-anonymous", false, "let nobody in without a token (see refcheck token)")
	flags.UintVar(&s.anonymousQuota, "anonymous-quota", 0, "the most references a day (`N`) of an address without a token")
	flags.UintVar(&s.clientRate, "client-rate", 60, "how often (`N`) a minute a client may check, verify, parse")
	flags.Var(&s.trusted, "trusted-proxy", "believe this address or `CIDR` for whom it asks (repeatable)")
}

func (s *accessSettings) options(db *database.DB) server.Access {
	return server.Access{
		Tokens: tokens.New(db, time.Now), Callers: callers.New(db, time.Now), Limits: limits.New(db),
		NoAnonymous: s.noAnonymous, AnonymousQuota: int(s.anonymousQuota), ClientRate: int(s.clientRate), TrustedProxies: s.trusted,
	}
}

// networks is the value of a flag that takes several networks, each as an address or in CIDR's notation.
type networks []netip.Prefix

var _ pflag.Value = (*networks)(nil)

// String returns the networks.
func (n *networks) String() string {
	all := make([]string, len(*n))
	for i, p := range *n {
		all[i] = p.String()
	}
	return strings.Join(all, ",")
}

// Type names the kind of value in help texts.
func (n *networks) Type() string { return "CIDR" }

// Set adds networks: repeated, or with commas between them.
func (n *networks) Set(s string) error {
	for text := range strings.SplitSeq(s, ",") {
		network, err := netip.ParsePrefix(text)
		if address, other := netip.ParseAddr(text); other == nil {
			network, err = address.Prefix(address.BitLen())
		}
		if err != nil {
			return fmt.Errorf("%q is not a network like 10.0.0.0/8, nor an address", text)
		}
		*n = append(*n, network.Masked())
	}
	return nil
}
