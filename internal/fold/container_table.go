package fold

import "strings"

// idleWords need no partner in the name of a container (ISO 4, rule 9: articles, conjunctions and
// prepositions are left out).
var idleWords = set("the a an of and for in on to at by with from as et und and y e o de la le les l du des der die das dem den fur zur zum im am von " +
	"del della delle dei di da do dos das el los las en sur van het een voor och i na w z po")

// conferenceWords tell the name of a conference or of its proceedings.
var conferenceWords = set("proceedings proc conference conf symposium symp meeting workshop")

// conferenceIdle are words of such a name that come and go. A workshop is not the conference.
var conferenceIdle = set("proceedings proc conference conf symposium symp annual meeting international intl int ieee acm cvf usenix sigkdd sigchi sigplan " +
	"first second third fourth fifth sixth seventh eighth ninth tenth joint record digest papers long short volume vol usa")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// acronymTable maps the key of an acronym to what it stands for.
type acronymTable map[string][]string

// share reports whether two keys name the same entry of the table.
func (t acronymTable) share(a, b string) bool {
	return t.holds(a, b) || t.holds(b, a) || t.siblings(a, b)
}

func (t acronymTable) holds(short, long string) bool {
	for _, name := range t[short] {
		if name == long {
			return true
		}
	}
	return false
}

// siblings reports whether two acronyms stand for the same: NIPS and NeurIPS.
func (t acronymTable) siblings(a, b string) bool {
	for _, x := range t[a] {
		for _, y := range t[b] {
			if x == y {
				return true
			}
		}
	}
	return false
}

// acronyms are those of well-known containers that no rule takes apart, with the keys of their full
// names, idle words left out.
var acronyms = acronymTable{
	"neurips":     {"advances neural information processing systems", "neural information processing systems"},
	"nips":        {"advances neural information processing systems", "neural information processing systems"},
	"kdd":         {"knowledge discovery data mining"},
	"sigir":       {"research development information retrieval"},
	"chi":         {"human factors computing systems"},
	"aistats":     {"artificial intelligence statistics"},
	"aaai":        {"aaai artificial intelligence", "association advancement artificial intelligence"},
	"ijcai":       {"artificial intelligence"},
	"naacl":       {"north american chapter association computational linguistics", "north american chapter association computational linguistics human language technologies"},
	"naacl hlt":   {"north american chapter association computational linguistics", "north american chapter association computational linguistics human language technologies"},
	"coling":      {"computational linguistics"},
	"lrec":        {"language resources evaluation"},
	"sigmod":      {"management data"},
	"pvldb":       {"vldb endowment"},
	"cikm":        {"information knowledge management"},
	"www":         {"world wide web", "web"},
	"miccai":      {"medical image computing computer assisted intervention"},
	"siggraph":    {"computer graphics interactive techniques"},
	"corr":        {"arxiv", "arxiv preprint", "computing research repository"},
	"arxiv":       {"arxiv preprint", "arxiv org", "arxiv e prints", "arxiv cornell university"},
	"jama":        {"journal american medical association", "j am med assoc"},
	"bmj":         {"british medical journal", "br med j"},
	"apj":         {"astrophysical journal", "astrophys j"},
	"tpami":       {"ieee transactions pattern analysis machine intelligence"},
	"interspeech": {"annual speech communication association", "speech communication association"},
}
