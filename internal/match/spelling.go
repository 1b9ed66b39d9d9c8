package match

import "strings"

// american writes British spellings in the American way, by the parts of words in which they differ.
var american = strings.NewReplacer("isation", "ization", "ising", "izing", "ised", "ized", "iser", "izer", "ise", "ize", "ysed", "yzed", "ysing", "yzing",
	"yse", "yze", "our", "or", "aem", "em", "oed", "ed", "oes", "es", "aec", "ec", "aed", "ed", "aest", "est", "sulph", "sulf",
	"tre", "ter", "bre", "ber", "lled", "led", "lling", "ling", "ller", "ler", "logue", "log", "gramme", "gram", "defence", "defense",
	"grey", "gray", "ageing", "aging", "mould", "mold", "plough", "plow", "ae", "e", "oe", "e", "ii", "i")

// spelling returns words in one of the spellings of English, and Latin double letters as one. It is
// for comparing alone.
func spelling(s string) string { return american.Replace(s) }
