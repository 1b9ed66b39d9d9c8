package match

import (
	"github.com/refcheck/refcheck/internal/fold"
)

// feature is one thing about a comparison that speaks for or against the work being the one meant.
type feature int

// The features. Each is 0 or 1 where nothing else is said.
const (
	bias                feature = iota
	titleSame                   // the titles are the same
	titleRare                   // … times the rarity of the title, 0 to 1
	titleCut                    // but for a subtitle
	titleNear                   // but for misprints, or nearly so: similarity 0.9 and up
	titleClose                  // similarity 0.75 to 0.9
	titlePart                   // similarity 0.55 to 0.75
	titleOther                  // another title
	titleUncited                // no title is cited
	authorsSame                 // all cited authors are registered ones, in their order
	authorsFirst                // the first author is the same, others are not
	authorsSome                 // share of cited authors registered, where the first is another
	authorsNone                 // no author in common
	authorsUncited              //
	authorsMany                 // log of the number of authors in common
	containerSame               //
	containerOther              //
	yearSame                    //
	yearNear                    // a year apart
	yearOther                   //
	volumeSame                  //
	volumeOther                 //
	issueSame                   //
	issueOther                  //
	pageSame                    // a page that tells one work of a volume from others
	pageWeak                    // a page that many have: the first ones
	pageOther                   //
	locatorSame                 // volume and first page
	locatorFull                 // container, volume and first page
	doiSame                     //
	doiOther                    //
	pmidSame                    //
	pmidOther                   //
	kindOther                   // a notice or review of the work, a book for an article
	titleTail                   // the cited title says more than the registered one
	barren                      // title and authors speak against the work
	untitledLocator             // no title is cited, but volume and first page agree
	untitledPlace               // no title is cited, but container and first page agree
	untitledAuthors             // no title is cited, but the authors agree
	titlePrefix                 // the registered title is the beginning of the cited one, or the other way round
	titleVenue                  // the title times its rarity, with the container, the year, and the volume unless it is not cited
	titlePinned                 // the title times its rarity, with container, volume and first page
	titlePlaced                 // … with container, volume and year, whatever the authors
	authorsAmiss                // all cited authors are registered ones, but others are left out in silence, or given names differ
	authorsNeither              // neither side names authors
	authorsUnregistered         // authors are cited, and none registered
	volumeUncited               // a volume is registered, and none cited
	volumeUnregistered          // a volume is cited, and none registered
	pageUncited                 //
	pageUnregistered            //
	yearUncited                 //
	yearUnregistered            //
	wholeForPart                // the title of a book, where a page is cited
	identifierAlone             // nothing is cited but an identifier, that of the work
	features
)

// featureNames are for the table of weights and for reports.
var featureNames = [features]string{
	"bias", "titleSame", "titleRare", "titleCut", "titleNear", "titleClose", "titlePart", "titleOther", "titleUncited",
	"authorsSame", "authorsFirst", "authorsSome", "authorsNone", "authorsUncited", "authorsMany", "containerSame", "containerOther",
	"yearSame", "yearNear", "yearOther", "volumeSame", "volumeOther", "issueSame", "issueOther", "pageSame", "pageWeak", "pageOther",
	"locatorSame", "locatorFull", "doiSame", "doiOther", "pmidSame", "pmidOther", "kindOther", "titleTail", "barren", "untitledLocator", "untitledPlace", "untitledAuthors", "titlePrefix", "titleVenue", "titlePinned",
	"titlePlaced", "authorsAmiss", "authorsNeither", "authorsUnregistered", "volumeUncited", "volumeUnregistered", "pageUncited", "pageUnregistered", "yearUncited", "yearUnregistered", "wholeForPart", "identifierAlone",
}

// vector holds a value for each feature.
type vector [features]float64

// score is the logarithm of the odds that the work is the one meant, against there being no record
// of it among the candidates.
func (v vector) score() float64 {
	sum := 0.0
	for i, x := range v {
		sum += x * weights[i]
	}
	return sum
}

func (v *vector) set(f feature, on bool) {
	if on {
		v[f] = 1
	}
}

// vector turns the evidence into features.
func (e evidence) vector() vector {
	var v vector
	v[bias] = 1
	e.titleFeatures(&v)
	e.authorFeatures(&v)
	v.set(containerSame, agrees(e.container))
	v.set(containerOther, e.container == Different)
	v.set(yearSame, e.year == Same)
	v.set(yearNear, e.year == Equivalent || e.year == Near)
	v.set(yearOther, e.year == Different)
	v.set(volumeSame, agrees(e.volume))
	v.set(volumeOther, e.volume == Different)
	v.set(issueSame, agrees(e.issue))
	v.set(issueOther, e.issue == Different)
	v.set(pageSame, e.beginsThere() && e.telling)
	v.set(pageWeak, e.beginsThere() && !e.telling)
	v.set(pageOther, e.page == Different)
	located := agrees(e.volume) && e.beginsThere() && e.telling
	v.set(locatorSame, located)
	v.set(locatorFull, located && agrees(e.container))
	v.set(doiSame, agrees(e.doi))
	v.set(doiOther, e.doi == Different)
	v.set(pmidSame, e.pmid == Same)
	v.set(pmidOther, e.pmid == Different)
	v.set(kindOther, e.kind == Different)
	untitled := v[titleUncited] == 1
	v.set(untitledLocator, untitled && located && agrees(e.container))
	v.set(untitledPlace, untitled && agrees(e.container) && e.beginsThere() && e.telling)
	v.set(untitledAuthors, untitled && v[authorsSame] == 1)
	v.set(titlePrefix, e.title.prefix)
	if v[titleSame] == 1 && agrees(e.container) && agrees(e.year) && e.volume != Different {
		v[titleVenue] = v[titleRare]
	}
	if v[titleSame] == 1 && agrees(e.container) && e.year == Same && agrees(e.volume) {
		v[titlePlaced] = v[titleRare]
	}
	if v[locatorFull] == 1 && v[titleSame]+v[titleCut] > 0 {
		v[titlePinned] = v[titleRare]
	}
	v.set(volumeUncited, e.volume == Absent)
	v.set(volumeUnregistered, e.volume == Unknown && e.cites.volume)
	v.set(pageUncited, e.page == Absent)
	v.set(pageUnregistered, e.page == Unknown && e.cites.page)
	v.set(yearUncited, e.year == Absent)
	v.set(yearUnregistered, e.year == Unknown && e.cites.year)
	v.set(identifierAlone, e.cites.nothing && (v[doiSame] == 1 || v[pmidSame] == 1))
	v.set(wholeForPart, v[pageUnregistered] == 1 && v[titleSame]+v[titleCut] > 0 && e.whole)
	v.set(barren, v[titleOther] == 1 && (v[authorsNone] == 1 || e.byline.outcome <= Absent))
	return v
}

// agrees reports whether a field says the same on both sides.
func agrees(o Outcome) bool { return o == Same || o == Equivalent }

// rareEnough is the rarity from which a title is as good as unique.
const rareEnough = 6

// titlePartly is the similarity from which two titles have something in common.
const titlePartly = 0.55

func (e evidence) titleFeatures(v *vector) {
	t := e.title
	switch {
	case t.outcome <= Absent:
		v[titleUncited] = 1
	case t.cut:
		v[titleCut] = 1
		v.set(titleTail, t.tail)
	case t.outcome == Same, t.outcome == Equivalent:
		v[titleSame] = 1
	case t.outcome == Near, t.similarity >= 0.9:
		v[titleNear] = 1
	case t.similarity >= 0.75:
		v[titleClose] = 1
	case t.similarity >= titlePartly:
		v[titlePart] = 1
	default:
		v[titleOther] = 1
		return
	}
	if t.outcome > Absent {
		v[titleRare] = min(1, fold.Rarity(fold.Key(e.registered))/rareEnough)
	}
}

func (e evidence) authorFeatures(v *vector) {
	b := e.byline
	switch {
	case b.outcome == Unknown && b.cited == 0:
		v[authorsNeither] = 1
		return
	case b.outcome == Unknown:
		v[authorsUnregistered] = 1
		return
	case b.outcome == Absent || b.groups && b.matched == 0:
		v[authorsUncited] = 1
		return
	case b.matched == 0:
		v[authorsNone] = 1
		return
	case b.outcome == Same || b.outcome == Equivalent || b.first != unlike && b.matched == b.cited:
		v[authorsSame] = 1
		v.set(authorsAmiss, b.outcome.wrong())
	case b.first != unlike:
		v[authorsFirst] = 1
	default:
		v[authorsSome] = b.share()
	}
	v[authorsMany] = logTwo(b.matched)
}

// logTwo is about the logarithm of n to the base 2, at most 4, over 4.
func logTwo(n int) float64 {
	l := 0.0
	for n > 1 && l < 4 {
		n /= 2
		l++
	}
	return l / 4
}
