package citation

// maxEditors bounds how many editors are read, as a list of them may begin at many places.
const maxEditors = 30

// proposeAuthors proposes lists of names, and an organisation, from token i.
func (l *lattice) proposeAuthors(i int) {
	for order := familyFirst; order <= firstTurned; order++ {
		l.people = l.names(i, order, len(l.tokens), l.people[:0])
		var worth float32
		for k := range l.people {
			p := &l.people[k]
			worth += p.worth
			if p.worth < -0.5 {
				break
			}
			if p.etAl > 0 {
				l.edge(i, p.etAl, labelAuthor, worth+1)
				continue
			}
			if len(l.people)-k <= 8 || k < 3 || !l.isAny(p.end, ",;&") {
				l.edge(i, p.end, labelAuthor, worth)
			}
		}
	}
	l.proposeOrganisation(i)
}

// proposeOrganisation proposes the name of an organisation as the author.
func (l *lattice) proposeOrganisation(i int) {
	if t := l.at(i); !t.is(shapeCapital) {
		return
	}
	ends := 0
	for j := i + 1; j <= min(i+24, int(l.barrier[i])); j++ {
		if e := l.textEnd(i, j); e != endNone {
			worth := l.organisation(i, j)
			if n := l.initials(j + 1); e == endComma && n > 0 { // "BERGER, E. S."
				worth -= 2
			}
			l.edge(i, j, labelAuthor, worth)
			if ends++; ends > 4 {
				return
			}
		}
	}
}

// proposeEditors proposes a list of names with the word that makes them editors: "(eds.)" behind
// it, or "edited by" before it.
func (l *lattice) proposeEditors(i int, after labels) {
	from := l.editedBy(i)
	behindIn := after.has(labelIn)
	if from == 0 && !behindIn && !after.has(labelNone) && !after.has(labelNumber) && !after.has(labelContainer) && !after.has(labelTitle) {
		return
	}
	marked := from > 0
	if !marked {
		from = i
	}
	if t := l.at(from); !t.is(shapeUpper) && !t.in(classParticle) {
		return
	}
	for order := familyFirst; order <= firstTurned; order++ {
		l.people = l.names(from, order, maxEditors, l.people[:0])
		var worth float32
		for k := range l.people {
			p := &l.people[k]
			worth += p.worth
			end := max(p.end, p.etAl)
			if behind := l.editorMark(end); behind > 0 {
				l.edge(i, behind, labelEditor, worth+3)
			}
			if marked {
				l.edge(i, end, labelEditor, worth+2)
			} else if behindIn && k > len(l.people)-4 {
				l.edge(i, end, labelEditor, worth-1)
			}
		}
	}
	l.proposeOrganisationEditor(i)
}

// proposeOrganisationEditor proposes "Bundesamt für Naturschutz (Hrsg.)".
func (l *lattice) proposeOrganisationEditor(i int) {
	for j := i + 1; j < min(i+14, len(l.tokens)); j++ {
		if behind := l.editorMark(j); behind > 0 && l.isAny(j, "(,[") {
			l.edge(i, behind, labelEditor, 1.5)
			return
		}
	}
}

// editedBy reads "edited by", "ed. by", "eds.", "hrsg. von" at token i and returns the token behind
// it, or 0.
func (l *lattice) editedBy(i int) int {
	t := l.at(i)
	if !t.in(classEditor) && lower(l.word(i)) != "edited" && lower(l.word(i)) != "herausgegeben" {
		return 0
	}
	j := l.behindDot(i)
	switch w := l.word(j); w {
	case "by", "von", "v", "par", "por", "di", "a":
		return l.behindDot(j)
	}
	if t.is(shapeLower) || l.is(i+1, '.') || l.is(i+1, ':') {
		if l.is(j, ':') {
			j++
		}
		return j
	}
	return 0
}

// editorMark reads "(eds.)", ", editors" at token i and returns the token behind it, or 0.
func (l *lattice) editorMark(i int) int {
	if l.is(i, ',') {
		i++
	}
	open := l.isAny(i, "([")
	if open {
		i++
	}
	if !l.at(i).in(classEditor) {
		return 0
	}
	end := l.behindDot(i)
	if open {
		for n := 0; n < 4 && !l.isAny(end, ")]"); n++ { // "(Hrsg. und Übers.)"
			end++
		}
		if !l.isAny(end, ")]") {
			return 0
		}
		return end + 1
	}
	if l.word(i) == "ed" || l.word(i) == "Ed" || l.word(i) == "org" {
		if !l.is(i+1, '.') {
			return 0
		}
	}
	return end
}
