package fold

import "strings"

// Rarity returns how much a key tells one title from others: about the number of words that few
// titles have. "introduction" has 0.2, "sympathy and empathy" 2, a long title 6 and more.
func Rarity(key string) float64 {
	sum := 0.0
	for len(key) > 0 {
		word, rest, _ := strings.Cut(key, " ")
		sum += wordRarity(word)
		key = rest
	}
	return sum
}

// wordRarity is about 1 for a word of eight letters that is none of the common ones; longer words
// and numbers are rarer.
func wordRarity(w string) float64 {
	switch {
	case idleWords[w]:
		return 0
	case commonWords[w]:
		return 0.4
	case len(w) < 4:
		return 0.5
	case len(w) > 10:
		return 1.3
	}
	return 1
}

// commonWords stand in more than about one of 300 titles of articles.
var commonWords = set("introduction editorial review reviews study studies analysis new using based between among during after under through toward towards " +
	"effect effects role model models modeling method methods approach approaches system systems data design development evaluation " +
	"human patients patient clinical treatment therapy disease diseases cancer health care trial randomized controlled risk factors " +
	"cell cells gene genes protein proteins expression molecular structure function functions activity high low water rice plant plants " +
	"acid growth response responses resistance stress genetic genome evidence case report reports early large human mice rat rats children " +
	"learning deep neural network networks language machine information detection classification application applications research " +
	"social management performance quality process processes theory dynamics control impact use used time two three first multiple " +
	"comparison association related induced mediated specific novel potential mechanism mechanisms identification characterization " +
	"production distribution properties surface energy temperature environmental population species world global international " +
	"what how why is are not can does towards self non its via it we no their this that about into some letter reply response " +
	"comment book erratum correction abstract abstracts index contents preface foreword conclusion conclusions discussion results overview " +
	"survey history future current recent advances progress perspective perspectives general special issue part i ii iii iv")
