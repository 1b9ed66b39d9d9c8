package text

import (
	"regexp"
	"strconv"
)

// style is a way of marking the beginning of an entry.
type style int

// The styles of marks.
const (
	noMark   style = iota
	dotted         // "12." "12.)" "12:"
	round          // "12)"
	square         // "[12]"
	bracket        // "(12)"
	bare           // "12"
	glued          // "12Smith"
	named          // "[Smi03]"
	bulleted       // "•"
)

// explicit reports whether the mark is a number that cannot be part of the text.
func (s style) explicit() bool { return s == dotted || s == round || s == square || s == bracket }

// mark is what stands at the beginning of a line and begins an entry.
type mark struct {
	style style
	value int    // the number
	label string // of a named mark
	end   int    // where the text behind it begins, in bytes
}

var (
	markedNumber = regexp.MustCompile(`^(?:\*{0,2}(?:[\[［〔【]\s?(\d{1,6})[a-z]?\s?[\]］〕】][.:]?|[(（](\d{1,6})[a-z]?[)）][.:]?|(\d{1,6})(?:\s?\.\)?|:|\s*[．、。])|(\d{1,6})\)|(\d{1,6}))\*{0,2})(?:\s+|$|([\p{Lu}\p{Han}“"«„‘]))`)
	markedName   = regexp.MustCompile(`^\[(\p{L}[^\[\]]{0,40})\](?:\s+|$)`)
	bullet       = regexp.MustCompile(`^(?:\^(?:\s[a-z]\b)*|[•‣▪▫■□◦●○·∙➢➤►▸✓*+❖◆]|[-–—])\s+`)
	numberStyles = [...]style{square, bracket, dotted, round, bare}
)

// firstYear is the least number that is rather a year than that of an entry, where nothing but the
// number itself marks it.
const firstYear = 1500

// numberMark returns the number at the beginning of a line.
func numberMark(s string) (mark, bool) {
	if s == "" || s[0] > '9' && s[0] < 0x80 && s[0] != '[' || s[0] < '(' {
		return mark{}, false
	}
	at := markedNumber.FindStringSubmatchIndex(s)
	if at == nil {
		return mark{}, false
	}
	end := at[1]
	for i, st := range numberStyles {
		from, to := at[2*i+2], at[2*i+3]
		if from < 0 {
			continue
		}
		if letter := at[2*len(numberStyles)+2]; letter >= 0 {
			if st == bare {
				st = glued
			}
			end = letter
		}
		value, err := strconv.Atoi(s[from:to])
		return mark{style: st, value: value, end: end}, err == nil && (st != bare && st != glued || value < firstYear)
	}
	return mark{}, false
}

// nameMark returns the label at the beginning of a line: "[Smi03]".
func nameMark(s string) (mark, bool) {
	if s == "" || s[0] != '[' {
		return mark{}, false
	}
	at := markedName.FindStringSubmatchIndex(s)
	if at == nil {
		return mark{}, false
	}
	return mark{style: named, label: s[at[2]:at[3]], end: at[1]}, true
}

// oneMark returns the number 1 at the beginning of a line, which some pages put before every entry.
// It says no more than a bullet.
func oneMark(s string) (mark, bool) {
	m, ok := numberMark(s)
	return mark{style: bulleted, end: m.end}, ok && m.style == dotted && m.value == 1
}

// bulletMark returns the bullet at the beginning of a line.
func bulletMark(s string) (mark, bool) {
	at := bullet.FindStringIndex(s)
	if at == nil {
		return mark{}, false
	}
	return mark{style: bulleted, end: at[1]}, true
}
