package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/refcheck/refcheck/internal/report"
	"github.com/refcheck/refcheck/internal/store/database"
	"github.com/refcheck/refcheck/internal/store/tokens"
)

func (a *app) tokenCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Manage the tokens of the service",
		Long: `Who sends a token with a request to the service (Authorization: Bearer …) sees the checks made with
that token, and nobody else does. These commands may be used while the service runs.`,
		Example: `  refcheck token create "the library" --quota 5000
  refcheck token list`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.tokenCreateCommand(), a.tokenListCommand(), a.tokenRevokeCommand())
	return cmd
}

func (a *app) tokenCreateCommand() *cobra.Command {
	var data dataSettings
	role, quota, expires := string(tokens.User), 0, age(0)
	cmd := &cobra.Command{
		Use:   "create NAME",
		Short: "Make a token and print it, this once",
		Long: `Makes a token and prints it. What is kept of it does not tell it again: note it down. NAME is for
you, to know later whose it is.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if args[0] == "" || quota < 0 {
				return hint(errors.New("a token has a name, and its quota is not below 0"), `refcheck token create "the library" --quota 5000`)
			}
			draft := tokens.Draft{Name: args[0], Role: tokens.Role(role), Quota: quota}
			if expires > 0 {
				draft.ExpiresAt = time.Now().Add(time.Duration(expires))
			}
			return a.withTokens(cmd.Context(), &data, func(kept *tokens.Store) error { return a.createToken(cmd.Context(), kept, draft) })
		},
	}
	data.addFlags(cmd)
	flags := cmd.Flags()
	flags.Var(newChoice(&role, string(tokens.User), string(tokens.Admin)), "role", "user, or admin, who sees the checks of all")
	flags.IntVar(&quota, "quota", 0, "the most references a day, 0 for no bound")
	flags.Var(&expires, "expires", "the token ends after this time, 0d for never")
	return cmd
}

func (a *app) tokenListCommand() *cobra.Command {
	var data dataSettings
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the tokens, without their secrets",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withTokens(cmd.Context(), &data, func(kept *tokens.Store) error { return a.listTokens(cmd.Context(), kept) })
		},
	}
	data.addFlags(cmd)
	return cmd
}

func (a *app) tokenRevokeCommand() *cobra.Command {
	var data dataSettings
	cmd := &cobra.Command{
		Use:   "revoke ID",
		Short: "Make a token invalid from now on",
		Long: `Makes a token invalid from now on; its ID is what list shows. The checks made with it stay until
their time is over, and admins see them.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withTokens(cmd.Context(), &data, func(kept *tokens.Store) error { return a.revokeToken(cmd.Context(), kept, args[0]) })
		},
	}
	data.addFlags(cmd)
	return cmd
}

// withTokens opens the tokens, beside a service that runs, for as long as do takes.
func (a *app) withTokens(ctx context.Context, data *dataSettings, do func(*tokens.Store) error) (err error) {
	db, _, err := data.open(ctx, a, database.Join)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return do(tokens.New(db, time.Now))
}

// createToken prints the secret of a new token alone, so that it can be piped on.
func (a *app) createToken(ctx context.Context, kept *tokens.Store, draft tokens.Draft) error {
	made, secret, err := kept.Create(ctx, draft)
	if err != nil {
		return err
	}
	a.say("refcheck", fmt.Sprintf("token %s for %s, shown this once:", made.ID, made.Name))
	_, err = fmt.Fprintln(a.stdout, secret)
	return err
}

func (a *app) listTokens(ctx context.Context, kept *tokens.Store) error {
	all, err := kept.List(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		a.say("hint", `there is no token yet; make one: refcheck token create "the library"`)
		return nil
	}
	table := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "ID\tROLE\tQUOTA\tCREATED\tLAST USED\tSTATE\tNAME") // Flush has the error
	for _, t := range all {
		quota := "none"
		if t.Quota > 0 {
			quota = strconv.Itoa(t.Quota)
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", t.ID, t.Role, quota, date(t.CreatedAt), date(t.UsedAt), tokenState(t, time.Now()), report.Clean(t.Name))
	}
	return table.Flush()
}

// tokenState says whether a token is valid.
func tokenState(t tokens.Token, now time.Time) string {
	switch {
	case !t.RevokedAt.IsZero():
		return "revoked " + date(t.RevokedAt)
	case t.ExpiresAt.IsZero():
		return "valid"
	case t.ExpiresAt.After(now):
		return "valid until " + date(t.ExpiresAt)
	}
	return "expired " + date(t.ExpiresAt)
}

// date writes a day, or that it never was.
func date(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.DateOnly)
}

func (a *app) revokeToken(ctx context.Context, kept *tokens.Store, id string) error {
	t, err := kept.Revoke(ctx, id)
	if errors.Is(err, tokens.ErrNone) {
		return hint(fmt.Errorf("%w: %q", err, id), "refcheck token list shows the ids of all")
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "token %s for %s is revoked\n", t.ID, report.Clean(t.Name))
	return err
}
