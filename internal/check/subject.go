package check

import (
	"regexp"

	"github.com/refcheck/refcheck/internal/biblio"
	"github.com/refcheck/refcheck/internal/fold"
)

// The beginnings of words in the names of journals and conferences, abbreviated or not, that tell the
// subject.
var (
	lifeStems = regexp.MustCompile(`\b(?:med|clin|bio|physiol|surg|cancer|oncol|nurs|health|hosp|patient|pharm|neuro|psych|cardi|immun|infect|virol|` +
		`genet|genom|cell|ecol|zool|botan|plant|animal|vet|agric|crop|food|nutr|pediatr|paediatr|dent|toxic|epidemi|ophthalm|dermat|endocrin|` +
		`diabet|obstet|gyn|urol|nephr|gastro|hepat|radiol|anesth|anaesth|anat|pathol|microb|parasit|entomol|lancet|jama|bmj|plos)`)
	otherStems = regexp.MustCompile(`\b(?:phys|math|algebra|geom|topol|comput|inform|ieee|acm|siam|neurips|nips|icml|iclr|aaai|ijcai|cvpr|iccv|eccv|acl|emnlp|` +
		`robot|engin|electr|mechan|aerosp|astro|optic|quantum|stat|probab|software|program|database|network|algorithm|learning|vision|` +
		`signal|econom|financ|account|manag|law|hist|philos|ling)`)
)

// beyondLife reports whether the name of what a work stands in is that of another subject than the
// life sciences. Where it is of both ("Biophysics"), or of neither ("Nature"), it is not.
func beyondLife(i biblio.Item) bool {
	name := fold.Key(i.Container + " " + i.ContainerShort + " " + i.Event)
	return otherStems.MatchString(name) && !lifeStems.MatchString(name)
}

// archive matches the names of preprint servers, as keys.
var archive = regexp.MustCompile(`\b(?:(?:ar|bio|med|chem|psyar)xiv|preprints?|ssrn|research square)\b|^corr$`)

// isPreprint reports whether an item is a preprint: by its type, its id, or the archive that it names.
func isPreprint(i biblio.Item) bool {
	return i.Type == biblio.Preprint || arXivID(i) != "" || archive.MatchString(fold.Key(i.Container))
}

// arXivID returns the arXiv id of an item, which may be written as a DOI, or "".
func arXivID(i biblio.Item) string {
	if i.ArXiv != "" {
		return i.ArXiv
	}
	return biblio.ArXiv(i.DOI)
}
