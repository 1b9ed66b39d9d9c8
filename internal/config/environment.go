package config

import (
	"fmt"
	"strings"
)

// flagVariables are the variables that set a flag.
var flagVariables = []struct{ variable, flag string }{
	{"REFCHECK_MAILTO", "mailto"},
	{"REFCHECK_REGISTRIES", "registry"},
}

// registryVariables are the ends of the variables REFCHECK_<NAME>_… and the keys that they set.
var registryVariables = []struct{ suffix, key string }{
	{"_URL", "url"}, {"_RATE", "rate"}, {"_TOKEN", "token"},
}

// keyVariables are the variables that registries' own tools read their keys from.
var keyVariables = map[string]string{"pubmed": "NCBI_API_KEY", "openalex": "OPENALEX_API_KEY"}

// Environment returns the layer of the environment, which env reads as os.Getenv does; registries
// are the names of all registries.
func Environment(env func(string) string, registries []string) (Layer, error) {
	layer := Layer{Registries: map[string]Registry{}}
	for _, v := range flagVariables {
		if value := env(v.variable); value != "" {
			layer.Flags = append(layer.Flags, Flag{Name: v.flag, Values: []string{value}, Source: v.variable})
		}
	}
	for _, name := range registries {
		r := Registry{}
		if variable, ok := keyVariables[name]; ok {
			r.Token = env(variable)
		}
		for _, v := range registryVariables {
			variable := "REFCHECK_" + strings.ToUpper(name) + v.suffix
			value := env(variable)
			if value == "" {
				continue
			}
			if err := r.set(v.key, value); err != nil {
				return Layer{}, fmt.Errorf("%s: %w", variable, err)
			}
		}
		layer.Registries[name] = r
	}
	return layer, nil
}
