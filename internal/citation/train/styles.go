package main

// style is a way to print a reference: parts in order, each a field between what stands before and
// behind it, "before|field|behind". A part whose field is not known is left out, with both.
type style struct {
	names nameStyle
	parts []string
}

// nameStyle is a way to print a list of names.
type nameStyle struct {
	inverted     bool // the family first
	comma        bool // behind a family name that stands first
	dots, spaced bool // of the initials
	full         bool // given names written out, as far as they are known
	between      string
	last         string
	firstOnly    bool // only the first name is inverted
	caps         bool
	etAl         int // how many names are printed, with "et al." for the rest; 0 for all
}

var (
	vancouver = nameStyle{inverted: true, between: ", ", last: ", ", etAl: 6}
	ama       = nameStyle{inverted: true, between: ", ", last: ", ", etAl: 3}
	apa       = nameStyle{inverted: true, comma: true, dots: true, spaced: true, between: ", ", last: ", & "}
	harvard   = nameStyle{inverted: true, comma: true, dots: true, between: ", ", last: " and "}
	german    = nameStyle{inverted: true, comma: true, dots: true, spaced: true, between: "/", last: "/", full: true}
	semicolon = nameStyle{inverted: true, comma: true, dots: true, spaced: true, between: "; ", last: "; ", full: true}
	mla       = nameStyle{inverted: true, comma: true, firstOnly: true, dots: true, spaced: true, between: ", ", last: ", and ", full: true, etAl: 3}
	ieee      = nameStyle{dots: true, spaced: true, between: ", ", last: " and "}
	physics   = nameStyle{dots: true, between: ", ", last: " and ", etAl: 5}
	plainList = nameStyle{dots: true, between: ", ", last: ", "}
	written   = nameStyle{dots: true, spaced: true, between: ", ", last: " und ", full: true}
	nature    = nameStyle{inverted: true, comma: true, dots: true, spaced: true, between: ", ", last: " & "}
	capitals  = nameStyle{inverted: true, comma: true, dots: true, between: "; ", last: "; ", caps: true}
)

// styles of articles in journals.
var articleStyles = []style{
	{vancouver, []string{"|a|. ", "|t|. ", "|c|. ", "|y|", ";|v|", "(|i|)", ":|p|", ".|d|"}},
	{ama, []string{"|a|. ", "|t|. ", "|c|. ", "|y| ", "|m|;", "|v|", "(|i|)", ":|p|", ". |d|"}},
	{apa, []string{"|a| ", "(|y|). ", "|t|. ", "|c|, ", "|v|", "(|i|)", ", |p|", ". |d|"}},
	{harvard, []string{"|a| ", "(|y|) ", "‘|t|’, ", "|c|", ", |v|", "(|i|)", ", pp. |p|", ".|d|"}},
	{german, []string{"|a| ", "(|y|): ", "|t|. ", "In: |c| ", "|v|", " (|i|)", ", S. |p|", ".|d|"}},
	{german, []string{"|a|, ", "|y|: ", "|t|, ", "in: |c| ", "|v|", ", H. |i|", ": |p|", "|d|"}},
	{semicolon, []string{"|a| ", "(|y|): ", "|t|. ", "|c|, ", "|v|", " (|i|)", ", S. |p|", ".|d|"}},
	{german, []string{"|a|: ", "„|t|“, ", "in: |c| ", "|v|", "/|i|", " (|y|)", ", S. |p|", ".|d|"}},
	{semicolon, []string{"|a| (", "|y|). ", "„|t|“. ", "|c|", ", Jg. |v|", ", Nr. |i|", ", S. |p|", ".|d|"}},
	{written, []string{"|a| ", "(|y|): ", "|t|. ", "|c|, ", "Vol. |v|", " No.|i|", ", S.|p|", ".|d|"}},
	{mla, []string{"|a|. ", "“|t|.” ", "|c| ", "|v|", ".|i|", " (|y|)", ": |p|", ".|d|"}},
	{mla, []string{"|a|. ", "“|t|.” ", "|c|, ", "vol. |v|", ", no. |i|", ", |y|", ", pp. |p|", ".|d|"}},
	{mla, []string{"|a|. ", "|y|. ", "“|t|.” ", "|c| ", "|v|", " (|i|)", ": |p|", ". |d|"}},
	{ieee, []string{"|a|, ", "“|t|,” ", "|c|", ", vol. |v|", ", no. |i|", ", pp. |p|", ", |m| ", " |y|", ".|d|"}},
	{ieee, []string{"|a|. ", "|t|. ", "|c|, ", "|v|", "(|i|)", ":|p|", ", |y|", ".|d|"}},
	{nature, []string{"|a| ", "|t|. ", "|c| ", "|v|", ", |p|", " (|y|)", ".|d|"}},
	{vancouver, []string{"|a|: ", "|t|. ", "|c| ", "|y|", ", |v|", "(|i|)", ":|p|", ".|d|"}},
	{vancouver, []string{"|a| ", "(|y|) ", "|t|. ", "|c| ", "|v|", "(|i|)", ":|p|", "|d|"}},
	{harvard, []string{"|a| ", "|y|. ", "|t|. ", "|c| ", "|v|", ": |p|", ".|d|"}},
	{physics, []string{"|a|, ", "|c| ", "|v|", ", |p|", " (|y|)", ".|d|"}},
	{physics, []string{"|a|, ", "|t|, ", "|c| ", "|v|", ", |p|", " (|y|)", ".|d|"}},
	{plainList, []string{"|a|, ", "|c| ", "|v|", " (|y|)", " |p|", ".|d|"}},
	{plainList, []string{"|a|, ", "|t|, ", "|c| ", "|v|", " (|y|)", " |p|", ".|d|"}},
	{semicolon, []string{"|a| ", "|c| ", "|y|", ", |v|", ", |p|", ".|d|"}},
	{semicolon, []string{"|a| ", "|t|. ", "|c| ", "|y|", ", |v|", " (|i|)", ", |p|", ".|d|"}},
	{capitals, []string{"|a|. ", "|t|. ", "|c|, ", "v. |v|", ", n. |i|", ", p. |p|", ", |y|", ".|d|"}},
	{harvard, []string{"|a|, ", "|y|, ", "|c|", ", |v|", ", |p|", "|d|"}},
	{semicolon, []string{"|a|: ", "|t|. – ", "In: |c|. – ", "|v|", " (|y|)", ", |i|", ", S. |p|", "|d|"}},
	{written, []string{"|a|, ", "« |t| », ", "|c|, ", "vol. |v|", ", n° |i|", ", |y|", ", p. |p|", ".|d|"}},
	{vancouver, []string{"|a|. ", "|t|. ", "|c|. ", "|y|", ";|v|", " |s|", ":|p|", ".|d|"}},
	{ama, []string{"|a|. ", "|t|. ", "|c|. ", "|y|", " |m|", ";|v|", "(|s|)", ":|p|", ". |d|"}},
	{nature, []string{"|a| ", "|t|. ", "|c| ", "|v|", ", |s|", ", |p|", " (|y|)", ".|d|"}},
	{ieee, []string{"|a|, ", "“|t|,” ", "|c|", ", vol. |v|", ", pp. |p|", ", |y|", ".|d|"}},
	{semicolon, []string{"|a|. ", "|t|[J]. ", "|c|, ", "|y|", ", |v|", "(|i|)", ": |p|", ".|d|"}},
}

// styles of books, chapters and papers at conferences; b is the book or the proceedings, e its editors.
var bookStyles = []style{
	{apa, []string{"|a| ", "(|y|). ", "|t|", " (|o|)", ". |l|: ", "|u|", "."}},
	{vancouver, []string{"|a|. ", "|t|. ", "|o| ", "|l|: ", "|u|; ", "|y|", ":|p|", "."}},
	{german, []string{"|a| ", "(|y|): ", "|t|. ", "|o| ", "|l|: ", "|u|", "."}},
	{german, []string{"|a|, ", "|y|: ", "|t|. ", "|l|: ", "|u|", "."}},
	{semicolon, []string{"|a| ", "(|y|): ", "|t|, ", "|o| ", "|l|", ": |u|", "."}},
	{written, []string{"|a|: ", "|t|, ", "|l| ", "|y|", "."}},
	{german, []string{"|a|: ", "|t|. ", "|l| ", "|y|", "."}},
	{capitals, []string{"|a|. ", "|t|. ", "|o| ", "|l|: ", "|u|, ", "|y|", ". |n|", "."}},
	{mla, []string{"|a|. ", "|t|. ", "|l|: ", "|u|, ", "|y|", "."}},
	{written, []string{"|a|, ", "|t|, ", "|l|, ", "|u|, ", "|y|", "."}},
	{apa, []string{"|a| ", "(|y|). ", "|t|. ", "In |e| (Eds.), ", "|b|", " (pp. |p|)", ". |l|: ", "|u|", "."}},
	{vancouver, []string{"|a|. ", "|t|. ", "In: |e|, editors. ", "|b|. ", "|o| ", "|l|: ", "|u|; ", "|y|", ". p. |p|", "."}},
	{vancouver, []string{"|a|. ", "|t|. ", "In: |e|, eds. ", "|b|. ", "|o| ", "Vol |v|. ", "|l|: ", "|u|; ", "|y|", ":|p|", "."}},
	{german, []string{"|a| ", "(|y|): ", "|t|. ", "In: |e| (Hrsg.): ", "|b|. ", "|o| ", "|l|: ", "|u|", ", S. |p|", "."}},
	{german, []string{"|a|, ", "|y|: ", "|t|, ", "in: |e| (Hg.), ", "|b|, ", "|l|: ", "|u|", ", |p|", "."}},
	{german, []string{"|a|: ", "|t|. ", "In: |e| (Hrsg.): ", "|b|, ", "|l| ", "|y|", ", S. |p|", "."}},
	{semicolon, []string{"|a| ", "(|y|): ", "|t|. ", "In: |e| (Hrsg.): ", "|b|. ", "|l|", ", S. |p|", "."}},
	{mla, []string{"|a|. ", "“|t|.” ", "In |b|, ", "edited by |e|, ", "|p|. ", "|l|: ", "|u|, ", "|y|", "."}},
	{ieee, []string{"|a|, ", "“|t|,” ", "in |b|, ", "|y|", ", pp. |p|", "."}},
	{ieee, []string{"|a|. ", "|t|. ", "In |b|, ", "pages |p|, ", "|l|, ", "|y|", "."}},
	{harvard, []string{"|a| ", "(|y|) ", "|t|. ", "In: |b| ", "(eds |e|)", ", pp. |p|", ". |u|, ", "|l|", "."}},
}

// bareStyles print no titles: physics and chemistry. What is cited without volume, page or journal shows
// by its punctuation alone which of them is left.
var bareStyles = []style{
	{physics, []string{"|a|, ", "|c|", " |v|,", " |p|", " (|y|)", ".|d|"}},
	{physics, []string{"|a|, ", "|c|", " |v|,", " |p|", " (|y|)", "."}},
	{plainList, []string{"|a|, ", "|c|", " |v|", " (|y|)", " |p|", ".|d|"}},
	{semicolon, []string{"|a| ", "|c|", " |y|", ", |v|", ", |p|", ".|d|"}},
	{semicolon, []string{"|a| ", "|c|", " |y|", ", |v|", " (|i|)", ", |p|", ".|d|"}},
}
