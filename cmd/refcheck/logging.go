package main

import (
	"io"
	"log/slog"

	"github.com/spf13/cobra"
)

// logSettings are the flags that say what the service logs.
type logSettings struct {
	format     string
	level      slog.Level
	references bool
}

func (s *logSettings) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	s.format = "text"
	flags.Var(newChoice(&s.format, "text", "json"), "log-format", "how the log is written: text or json")
	flags.TextVar(&s.level, "log-level", slog.LevelInfo, "the least that is logged: debug, info, warn or error")
	flags.BoolVar(&s.references, "log-references", false, "log the text of each reference with its verdict")
}

// logger returns the log, one line an event.
func (s *logSettings) logger(to io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.level}
	if s.format == "json" {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}

// logHealth logs when a registry goes down and when it is back.
func logHealth(log *slog.Logger) func(registry string, down bool) {
	return func(registry string, down bool) {
		if down {
			log.Warn("a registry is down: its questions fail at once until it answers again", "registry", registry)
			return
		}
		log.Info("a registry answers again", "registry", registry)
	}
}
