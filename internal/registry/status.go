package registry

import (
	"regexp"
	"strings"

	"github.com/refcheck/refcheck/internal/biblio"
)

// titleMark is what publishers set before the title of a work that they have taken back:
// "RETRACTED:", "Retracted Article:", "WITHDRAWN –", "[Retracted]". A notice is headed otherwise:
// "Retraction:", "Retraction notice to".
var titleMark = regexp.MustCompile(`(?i)^\W*(retracted|withdrawn|removed)(?:\s+(?:article|paper|chapter))?\s*[:\])–—-]`)

// noticeTitle is how a notice is headed.
var noticeTitle = regexp.MustCompile(`(?i)^\W*(?:retraction|withdrawal|removal notice|expression of concern|erratum|corrigendum|correction)\b`)

// IsNotice reports whether a title heads the notice of what has become of another work, not the work
// itself.
func IsNotice(title string) bool { return noticeTitle.MatchString(title) }

// AddTitleStatus adds to a work's statuses what its title says, unless they say so already.
func AddTitleStatus(w *biblio.Work) {
	m := titleMark.FindStringSubmatch(w.Title)
	if m == nil {
		return
	}
	kind := biblio.Withdrawn
	if strings.EqualFold(m[1], "retracted") {
		kind = biblio.Retracted
	}
	for _, s := range w.Statuses {
		if s.Kind == biblio.Retracted || s.Kind == biblio.Withdrawn {
			return
		}
	}
	w.Statuses = append(w.Statuses, biblio.Status{Kind: kind, Source: w.Registry})
}
