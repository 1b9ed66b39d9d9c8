package main

import (
	"fmt"
	"net/mail"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/refcheck/refcheck/internal/config"
	"github.com/refcheck/refcheck/internal/document"
	"github.com/refcheck/refcheck/internal/ignore"
)

// settings are the flags of the commands that read bibliographies.
type settings struct {
	as string
}

func (s *settings) addFlags(cmd *cobra.Command) {
	s.as = "auto"
	names := append([]string{s.as}, document.Formats()...)
	cmd.Flags().Var(newChoice(&s.as, names...), "as", "format: text, lines, bibtex, docx … (\"help\" lists them)")
	addConfigFlags(cmd)
}

// addConfigFlags adds the flags that say which configuration file holds.
func addConfigFlags(cmd *cobra.Command) {
	cmd.Flags().String("config", "", "read this file (default: the nearest "+config.FileName+" above the `FILE`)")
	cmd.Flags().Bool("no-config", false, "read no configuration file")
}

// unconfigurable are the flags that a configuration file cannot hold.
var unconfigurable = []string{"config", "no-config", "help"}

// configuration is what is set outside the command's flags.
type configuration struct {
	registries map[string]config.Registry
	ignore     []ignore.Entry
}

// configure lays the command's flags over the environment and that over the configuration file, as
// far as the command takes them from there. It returns what else is set.
func (a *app) configure(cmd *cobra.Command, files, takes []string) (configuration, error) {
	environment, err := config.Environment(a.env, registryNames())
	if err != nil {
		return configuration{}, err
	}
	file, err := a.configFile(cmd, files)
	if err != nil {
		return configuration{}, err
	}
	for _, layer := range []config.Layer{environment, file} {
		if err := setFlags(cmd.Flags(), layer.Flags, takes); err != nil {
			return configuration{}, err
		}
	}
	set := configuration{registries: map[string]config.Registry{}, ignore: file.Ignore}
	for _, name := range registryNames() {
		set.registries[name] = environment.Registries[name].Over(file.Registries[name])
	}
	return set, nil
}

// configFile reads the configuration file that holds for the first of the files, if there is one.
func (a *app) configFile(cmd *cobra.Command, files []string) (config.Layer, error) {
	path, _ := cmd.Flags().GetString("config")
	if no, _ := cmd.Flags().GetBool("no-config"); no {
		return config.Layer{}, nil
	}
	if path == "" {
		dir := "."
		if len(files) > 0 && files[0] != standardInput {
			dir = filepath.Dir(files[0])
		}
		var err error
		if path, err = config.Find(dir); path == "" || err != nil {
			return config.Layer{}, err
		}
	}
	return config.Read(path, a.configurable(), registryNames())
}

// configurable lists the flags of check, which a configuration file can hold.
func (a *app) configurable() []string {
	var names []string
	a.checkCommand().Flags().VisitAll(func(f *pflag.Flag) {
		if !slices.Contains(unconfigurable, f.Name) {
			names = append(names, f.Name)
		}
	})
	return names
}

// setFlags sets those of the flags that nothing above has set.
func setFlags(flags *pflag.FlagSet, values []config.Flag, takes []string) error {
	for _, v := range values {
		f := flags.Lookup(v.Name)
		if !slices.Contains(takes, v.Name) || f.Changed {
			continue
		}
		for _, value := range v.Values {
			if err := f.Value.Set(value); err != nil {
				return fmt.Errorf("%s: %s: %w", v.Source, v.Name, err)
			}
		}
		f.Changed = true
	}
	return nil
}

// choice is the value of a flag that is one of a few words.
type choice struct {
	value *string
	among []string
}

var _ pflag.Value = (*choice)(nil)

func newChoice(value *string, among ...string) *choice { return &choice{value, among} }

// String returns the word chosen.
func (c *choice) String() string { return *c.value }

// Type names the kind of value in help texts.
func (c *choice) Type() string { return "NAME" }

// Set takes a word, if it is one of those.
func (c *choice) Set(s string) error {
	if !slices.Contains(c.among, s) {
		return fmt.Errorf("%q is not one of %s", s, strings.Join(c.among, ", "))
	}
	*c.value = s
	return nil
}

// choices is the value of a flag that takes several words: repeated, or with commas between them.
type choices struct {
	values *[]string
	among  []string
}

var _ pflag.Value = (*choices)(nil)

// String returns the words chosen.
func (c *choices) String() string { return strings.Join(*c.values, ",") }

// Type names the kind of value in help texts.
func (c *choices) Type() string { return "NAME" }

// Set adds words, if they are among those.
func (c *choices) Set(s string) error {
	for word := range strings.SplitSeq(s, ",") {
		word = strings.TrimSpace(word)
		if err := newChoice(new(string), c.among...).Set(word); err != nil {
			return err
		}
		*c.values = append(*c.values, word)
	}
	return nil
}

// address is the value of a flag that is a mail address.
type address string

var _ pflag.Value = (*address)(nil)

// String returns the address.
func (a *address) String() string { return string(*a) }

// Type names the kind of value in help texts.
func (a *address) Type() string { return "ADDRESS" }

// Set takes a bare address: a name before it would not fit in a header.
func (a *address) Set(s string) error {
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Address != s {
		return fmt.Errorf("%q is not a mail address like you@example.org", s)
	}
	*a = address(s)
	return nil
}
