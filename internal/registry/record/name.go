package record

import "strings"

// IsEtAl reports whether a name stands for those left out.
func IsEtAl(name string) bool {
	switch strings.ToLower(strings.Trim(name, ". ")) {
	case "et al", "others", "and others":
		return true
	}
	return false
}
