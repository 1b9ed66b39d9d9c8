package citation

// label is what a span of a reference says.
type label uint8

// The labels. Those from labelDOI on are identifiers, found by rules of their own.
const (
	labelNone label = iota // the beginning, before anything is read
	labelNumber
	labelAuthor
	labelEditor
	labelDate
	labelTitle
	labelContainer
	labelIn // the word "In" before a container
	labelVolume
	labelIssue
	labelPages
	labelEdition
	labelPublisher
	labelPlace
	labelGenre
	labelNote
	labelDOI
	labelPMID
	labelPMCID
	labelArXiv
	labelISBN
	labelISSN
	labelURL
	labelCount
)

// isIdentifier reports whether spans of the label are identifiers.
func (l label) isIdentifier() bool { return l >= labelDOI && l < labelCount }

// span is a piece of the text with its label, from byte Start to End.
type span struct {
	label      label
	start, end int
	sure       float32 // how probable the least probable of its labels is
}

// labels is a set of labels.
type labels uint32

func (s labels) has(l label) bool { return s&(1<<l) != 0 }
