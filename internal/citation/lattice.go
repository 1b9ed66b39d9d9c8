package citation

// lattice finds the best way to cut a text into labelled spans. Its nodes are the places between
// tokens; an edge is a proposal, "from here to there stands a title", with a score. The best path is
// searched from left to right; for each node the best few paths are kept, of those that agree in
// their last label and in the set of labels used the best alone.
//
// A lattice is the scratch space of one call: it is reused, not shared.
type lattice struct {
	source
	found   []identified
	barrier []int32  // for each token the next one at which an identifier begins
	counts  []counts // see score.go
	quotes  []int32  // for each opening quotation mark the closing one
	nodes   []node
	people  []person
	spans   []span
}

// node holds the best paths that end at a place between two tokens.
type node struct {
	n     int
	best  float32 // the score of the best of them
	paths [width]path
}

// path is a way from the beginning to a node. Its earlier steps are found through prev, which is
// the path's place: the index of its node times width, and its own index there. It stays valid, as
// nodes are finished from left to right.
type path struct {
	score      float32
	prev       int32
	start, end int32  // tokens of the last span
	used       labels // of all its spans
	label      label
	gap        gap
}

// width is how many paths are kept for a node, and beam how far behind the best one of them may be.
const (
	width = 10
	beam  = 5
)

// gap says what stands between the last span of a path and its node.
type gap uint16

const (
	gapComma gap = 1 << iota
	gapPeriod
	gapColon
	gapSemicolon
	gapOpen
	gapClose
	gapDash
	gapSlash
	gapQuery
	gapQuote
	gapOther
)

// tag labels the spans of text. The spans are valid until the next call. The confidence is that of
// Parser.Parse.
func (l *lattice) tag(text string) ([]span, float64) {
	l.reset(text)
	for i := range l.tokens {
		if l.nodes[i].n > 0 {
			l.nodes[i].prune()
			l.expand(i)
		}
	}
	best := l.best()
	l.spans = l.spans[:0]
	if best < 0 {
		return nil, 0
	}
	for k := best; k > 0; k = l.path(k).prev {
		p := l.path(k)
		if p.label != labelNone && p.start < p.end {
			l.spans = append(l.spans, span{p.label, int(l.tokens[p.start].start), int(l.tokens[p.end-1].end)})
		}
	}
	for i, j := 0, len(l.spans)-1; i < j; i, j = i+1, j-1 {
		l.spans[i], l.spans[j] = l.spans[j], l.spans[i]
	}
	return l.spans, l.confidence(best)
}

// reset prepares the lattice for a text.
func (l *lattice) reset(text string) {
	l.text = text
	l.tokens = tokenize(text, l.tokens[:0])
	n := len(l.tokens)
	l.found = l.identifiers(l.found[:0])
	l.barrier = grow(l.barrier, n+1)
	next := int32(n)
	k := len(l.found) - 1
	for i := n; i >= 0; i-- {
		if k >= 0 && l.found[k].start == i {
			next = int32(i)
			k--
		}
		l.barrier[i] = next
	}
	l.measure()
	l.nodes = grow(l.nodes, n+1)
	for i := range l.nodes {
		l.nodes[i].n = 0
	}
	l.nodes[0].n, l.nodes[0].paths[0] = 1, path{}
}

// path returns the path at a place.
func (l *lattice) path(k int32) *path { return &l.nodes[k/width].paths[k%width] }

// prune drops the paths that are too far behind to win.
func (n *node) prune() {
	kept := 0
	for _, p := range n.paths[:n.n] {
		if p.score >= n.best-beam {
			n.paths[kept] = p
			kept++
		}
	}
	n.n = kept
}

// grow returns a slice of length n, with the space of s where that is enough.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return append(s[:cap(s)], make([]T, n-cap(s))...)
	}
	return s[:n]
}

// expand adds to the lattice whatever may begin at token i.
func (l *lattice) expand(i int) {
	if int(l.barrier[i]) == i {
		for _, f := range l.found {
			if f.start == i {
				l.edge(i, f.end, f.label, 1)
				return
			}
		}
	}
	if t := l.at(i); !t.is(shapeWord) {
		l.skip(i, t.first)
	}
	after := l.lastLabels(i)
	if after.has(labelNone) {
		l.proposeNumber(i)
	}
	if after.has(labelNone) || after.has(labelNumber) || after.has(labelDate) {
		l.proposeAuthors(i)
	}
	l.proposeFigures(i)
	l.proposeEditors(i, after)
	l.proposeRemarks(i)
	l.proposeQuoted(i)
	l.proposeText(i)
}

// lastLabels returns the labels of the spans before token i, over all paths.
func (l *lattice) lastLabels(i int) labels {
	var set labels
	at := &l.nodes[i]
	for k := range at.n {
		set |= 1 << at.paths[k].label
	}
	return set
}

// edge lengthens all paths that end at token from by a span up to token to.
func (l *lattice) edge(from, to int, as label, score float32) {
	l.edgeAfter(^labels(0), from, to, as, score)
}

// edgeAfter lengthens the paths that end at token from with one of the labels of after.
func (l *lattice) edgeAfter(after labels, from, to int, as label, score float32) {
	if to <= from || to > len(l.tokens) || int(l.barrier[from]) < to && int(l.barrier[from]) != from {
		return
	}
	at := &l.nodes[from]
	for k := range at.n {
		p := &at.paths[k]
		if !after.has(p.label) {
			continue
		}
		gain := score + transition(p.label, as, p.gap) + again(p, as)
		if gain < -3 {
			continue
		}
		into := &l.nodes[to]
		if into.n > 0 && p.score+gain < into.best-beam {
			continue
		}
		into.push(path{
			score: p.score + gain, prev: int32(from*width + k), start: int32(from), end: int32(to), used: p.used | 1<<as, label: as,
		})
	}
}

// skip lengthens all paths that end at token i by the punctuation there, which belongs to no span.
func (l *lattice) skip(i int, r rune) {
	g, cost := gapOf(r)
	if l.quotes[i] > int32(i) { // what is quoted goes with its marks
		cost = 1.5
	}
	at := &l.nodes[i]
	for _, p := range at.paths[:at.n] {
		p.gap |= g
		p.score -= cost
		l.nodes[i+1].push(p)
	}
}

// gapOf says what a punctuation character between two spans means, and how unlikely it is there.
func gapOf(r rune) (gap, float32) {
	switch r {
	case ',', '，', '、':
		return gapComma, 0
	case '.', '。', '．':
		return gapPeriod, 0
	case ':', '：':
		return gapColon, 0
	case ';', '；':
		return gapSemicolon, 0
	case '(', '[', '（', '<', '{':
		return gapOpen, 0.1
	case ')', ']', '）', '>', '}':
		return gapClose, 0
	case '/', '|':
		return gapSlash, 0.1
	case '?', '!':
		return gapQuery, 0.3
	case '"', '“', '”', '«', '»', '„', '‘', '’', '\'', '`':
		return gapQuote, 0.3
	}
	if isDash(r) {
		return gapDash, 0.1
	}
	return gapOther, 0.2
}

// push adds a path to the node, unless there are better ones enough.
func (n *node) push(p path) {
	if n.n == 0 || p.score > n.best {
		n.best = p.score
	}
	worst := 0
	for k := range n.n {
		q := &n.paths[k]
		if q.label == p.label && q.used == p.used {
			if p.score > q.score {
				*q = p
			}
			return
		}
		if q.score < n.paths[worst].score {
			worst = k
		}
	}
	switch {
	case n.n < width:
		n.paths[n.n] = p
		n.n++
	case p.score > n.paths[worst].score:
		n.paths[worst] = p
	}
}

// best returns the place of the best path to the end, or -1.
func (l *lattice) best() int32 {
	last := len(l.tokens)
	at := &l.nodes[last]
	best, score := int32(-1), float32(0)
	for k := range at.n {
		if s := at.paths[k].score + ending(at.paths[k].used); best < 0 || s > score {
			best, score = int32(last*width+k), s
		}
	}
	return best
}
