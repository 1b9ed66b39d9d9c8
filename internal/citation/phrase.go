package citation

import (
	"strings"
	"unicode/utf8"
)

// maxPhrase is the most words that the name of a journal is looked up with.
const maxPhrase = 9

// markJournals finds names of journals that begin behind punctuation.
func (o *observer) markJournals() {
	for i := 0; i < len(o.cells); i++ {
		if !o.isWord(i) || i > 0 && o.isWord(i-1) && !o.cells[i-1].class.has(classIn) {
			continue
		}
		hash, words, end, run := phraseSeed, 0, 0, 0
		for j := i; j < len(o.cells) && words < maxPhrase; j++ {
			if !o.isWord(j) {
				if o.cells[j].id != labelNone || !o.isAny(int(o.cells[j].start), ".&-:'’") {
					break
				}
				continue
			}
			if o.cells[j].kind == mix(4, 10) {
				break
			}
			hash = mix(hash, o.cells[j].word)
			words++
			if o.known.Class(hash)&KnowJournal != 0 {
				end, run = j+1, words
			}
		}
		for j := i; j < end; j++ {
			c := &o.cells[j]
			c.run, c.journal = uint8(run), 2
			switch j {
			case i:
				c.journal = 1
			case end - 1:
				c.journal = 3
			}
		}
		if end > i {
			i = end - 1
		}
	}
}

// phraseSeed begins the hash of a phrase.
const phraseSeed uint32 = 77

// PhraseHash returns the hash of a name of several words, as the dictionary holds it, and the hashes
// of its words.
func PhraseHash(text string) (uint32, []uint32) {
	s := source{text: text, tokens: tokenize(text, nil)}
	hash := phraseSeed
	var words []uint32
	for i, t := range s.tokens {
		if t.is(shapeWord) && !t.is(shapeNumber) {
			w := wordHash(s.word(i))
			hash = mix(hash, w)
			words = append(words, w)
		}
	}
	return hash, words
}

// mix joins two hashes.
func mix(a, b uint32) uint32 {
	h := (a ^ b*0x9e3779b1) * 0x85ebca6b
	h ^= h >> 15
	h *= 0xc2b2ae35
	return h ^ h>>13
}

// wordHash returns the hash of a word in small letters.
func wordHash(w string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= utf8.RuneSelf {
			return lowerHash(strings.ToLower(w))
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return mix(h, 0)
}

func lowerHash(w string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(w); i++ {
		h = (h ^ uint32(w[i])) * 16777619
	}
	return mix(h, 0)
}
