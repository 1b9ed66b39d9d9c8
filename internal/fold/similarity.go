package fold

import "unicode/utf8"

// Similarity returns how alike two keys are, from 0 to 1: one minus the edits (insertions,
// deletions, substitutions of a character) over the length of the longer one.
func Similarity(a, b string) float64 {
	if a == b {
		return 1
	}
	n := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	return 1 - float64(Distance(a, b))/float64(n)
}

// Closer reports whether the similarity of two keys is more than that. It does not compare two whose
// lengths differ too much.
func Closer(a, b string, than float64) bool {
	if a == b {
		return than < 1
	}
	x, y := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	if x > y {
		x, y = y, x
	}
	return 1-float64(y-x)/float64(y) > than && Similarity(a, b) > than
}

// Distance returns the least number of edits that make a into b.
func Distance(a, b string) int {
	a, b = unlike(a, b)
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == "" {
		return utf8.RuneCountInString(b)
	}
	d, _ := compare(a, b, false)
	return d
}

// Find returns the least number of edits that make pattern into some part of text, and the byte at
// which the first such part ends.
func Find(pattern, text string) (edits, end int) {
	if pattern == "" {
		return 0, 0
	}
	return compare(pattern, text, true)
}

// unlike cuts off what a and b share at both ends, at the boundaries of characters.
func unlike(a, b string) (restA, restB string) {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	for i > 0 && (!startsRune(a, i) || !startsRune(b, i)) {
		i--
	}
	a, b = a[i:], b[i:]
	j := 0
	for j < len(a) && j < len(b) && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	for j > 0 && (!startsRune(a, len(a)-j) || !startsRune(b, len(b)-j)) {
		j--
	}
	return a[:len(a)-j], b[:len(b)-j]
}

func startsRune(s string, i int) bool { return i >= len(s) || utf8.RuneStart(s[i]) }

const (
	// letters is how many different characters a key in ASCII has: a-z, 0-9 and the blank.
	letters = 37
	// short is the number of 64-bit blocks for which no memory is asked: keys up to 256 characters.
	short = 4
)

// letterCode numbers the characters of keys in ASCII from 1; 0 is any other byte.
var letterCode = func() (code [256]uint8) {
	for i, c := range " abcdefghijklmnopqrstuvwxyz0123456789" {
		code[c] = uint8(i + 1)
	}
	return code
}()

// compare is Myers' bit-parallel comparison (J. ACM 46(3), 1999) in blocks of 64, as Hyyrö gave it
// (2003). Without search it returns the distance of pattern and text; with it, the least distance
// of pattern and any part of text, and where in text that part ends, in bytes.
func compare(pattern, text string, search bool) (best, end int) {
	if plain(pattern) && len(pattern) <= 64*short {
		var store [(letters + 1) * short]uint64
		blocks := (len(pattern) + 63) / 64
		for i := 0; i < len(pattern); i++ {
			store[int(letterCode[pattern[i]])*blocks+i/64] |= 1 << (i % 64)
		}
		var plus, minus [short]uint64
		v := vectors{plus: plus[:blocks], minus: minus[:blocks], search: search}
		v.start(len(pattern))
		for i := 0; i < len(text); i++ {
			if c := int(letterCode[text[i]]); c != 0 || text[i] < utf8.RuneSelf || utf8.RuneStart(text[i]) {
				v.step(store[c*blocks:(c+1)*blocks], i+1)
			}
		}
		return v.result()
	}
	return compareRunes(pattern, text, search)
}

// plain reports whether s is a key in ASCII.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if letterCode[s[i]] == 0 {
			return false
		}
	}
	return true
}

// compareRunes is compare for any characters and any length.
func compareRunes(pattern, text string, search bool) (best, end int) {
	size := utf8.RuneCountInString(pattern)
	blocks := (size + 63) / 64
	places := map[rune][]uint64{}
	i := 0
	for _, r := range pattern {
		if places[r] == nil {
			places[r] = make([]uint64, blocks)
		}
		places[r][i/64] |= 1 << (i % 64)
		i++
	}
	nowhere := make([]uint64, blocks)
	v := vectors{plus: make([]uint64, blocks), minus: make([]uint64, blocks), search: search}
	v.start(size)
	for i, r := range text {
		at := places[r]
		if at == nil {
			at = nowhere
		}
		v.step(at, i+utf8.RuneLen(r))
	}
	return v.result()
}

// vectors is the state of a comparison: for each row, whether the cell differs from the one above
// by plus or minus one.
type vectors struct {
	plus, minus []uint64
	top         uint64 // the last row's bit in the last block
	score       int
	best, end   int
	search      bool
}

// start begins with a pattern of that many characters.
func (v *vectors) start(size int) {
	for i := range v.plus {
		v.plus[i] = ^uint64(0)
	}
	v.top = 1 << ((size - 1) % 64)
	v.score, v.best = size, size
}

// step takes in one character of the text, which ends at the byte end.
func (v *vectors) step(places []uint64, end int) {
	var up, down uint64 // how the row above this block changes
	if !v.search {
		up = 1
	}
	last := len(places) - 1
	for b, eq := range places {
		pv, mv := v.plus[b], v.minus[b]
		xv := eq | mv
		eq |= down
		xh := (((eq & pv) + pv) ^ pv) | eq
		ph, mh := mv|^(xh|pv), pv&xh
		if b == last {
			if ph&v.top != 0 {
				v.score++
			} else if mh&v.top != 0 {
				v.score--
			}
		}
		nextUp, nextDown := ph>>63, mh>>63
		ph, mh = ph<<1|up, mh<<1|down
		v.plus[b], v.minus[b] = mh|^(xv|ph), ph&xv
		up, down = nextUp, nextDown
	}
	if v.score < v.best {
		v.best, v.end = v.score, end
	}
}

func (v *vectors) result() (best, end int) {
	if v.search {
		return v.best, v.end
	}
	return v.score, 0
}
