package pdf

import (
	"math"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// textPage is a page whose text PDFium has found. Every question to PDFium costs microseconds, so that
// it is asked for the place of the first and the last letter of a word alone.
type textPage struct {
	pdfium pdfium.Pdfium
	ref    references.FPDF_TEXTPAGE
}

// words returns the words of the page.
func (p textPage) words() ([]word, error) {
	letters, err := p.letters()
	if err != nil {
		return nil, err
	}
	var words []word
	for from := 0; from < len(letters); {
		to := from
		for to < len(letters) && !unicode.IsSpace(letters[to]) && letters[to] != 0 && (to == from || letters[to-1] != lineHyphen) {
			to++
		}
		if to == from {
			from++
			continue
		}
		found, err := p.word(letters, from, to)
		if err != nil {
			return nil, err
		}
		words = append(words, found...)
		from = to
	}
	return words, nil
}

// lineHyphen is how PDFium gives a hyphen that ends a line.
const lineHyphen = '\x02'

// letters returns the letters of the page by their index.
func (p textPage) letters() ([]rune, error) {
	count, err := p.pdfium.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: p.ref})
	if err != nil || count.Count == 0 {
		return nil, err
	}
	all, err := p.pdfium.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: p.ref, StartIndex: 0, Count: count.Count})
	if err != nil {
		return nil, err
	}
	letters := []rune(all.Text)
	if n := len(letters); n > 0 && letters[n-1] == 0 {
		letters = letters[:n-1]
	}
	if len(letters) == count.Count {
		for i, r := range letters {
			letters[i] = marked(r)
		}
		return letters, nil
	}
	// Letters that the fonts give no meaning to are left out of the text, so that places have shifted.
	letters = make([]rune, count.Count)
	for i := range letters {
		got, err := p.pdfium.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: p.ref, Index: i})
		if err != nil {
			return nil, err
		}
		if r := rune(got.Unicode); utf8.ValidRune(r) {
			letters[i] = marked(r)
		}
	}
	return letters, nil
}

// marked returns a letter with one sign for all hyphens that end a line.
func marked(r rune) rune {
	if r == 0xfffe || r == 0xad {
		return lineHyphen
	}
	return r
}

// word returns the word between two places: in its letters where those do not stand on one line.
func (p textPage) word(letters []rune, from, to int) ([]word, error) {
	first, err := p.box(from)
	if err != nil {
		return nil, nil //nolint:nilerr // a letter without a place is not printed
	}
	last := first
	if to-from > 1 {
		if last, err = p.box(to - 1); err != nil {
			return nil, nil //nolint:nilerr // as above
		}
	}
	w := word{text: spelled(letters[from:to]), box: first.with(last)}
	if level(first, last) {
		return []word{w}, nil
	}
	if w.turn, err = p.turn(from); err != nil {
		return nil, err
	}
	if to-from == 1 || w.turn != 0 || sameLine(first, last) && last.left >= first.left {
		return []word{w}, nil
	}
	half := (from + to) / 2
	left, err := p.word(letters, from, half)
	if err != nil {
		return nil, err
	}
	right, err := p.word(letters, half, to)
	return append(left, right...), err
}

// level reports whether two letters stand beside each other in an upright line: however narrow the first
// is, those of a line that is turned by an eighth or more stand lower or higher.
func level(first, last box) bool {
	return last.left > first.left && math.Abs(last.top-first.top)*8 < min(first.height(), last.height())
}

// turn returns by how many quarters the line of a letter is turned.
func (p textPage) turn(index int) (int, error) {
	angle, err := p.pdfium.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: p.ref, Index: index})
	if err != nil {
		return 0, err
	}
	return quarters(float64(angle.CharAngle)), nil
}

// spelled returns letters as text.
func spelled(letters []rune) string {
	s := make([]rune, len(letters))
	for i, r := range letters {
		if r == lineHyphen {
			r = '-'
		}
		s[i] = r
	}
	return string(s)
}

// box returns the place of a letter, as high as its font and as wide as it is set.
func (p textPage) box(index int) (box, error) {
	b, err := p.pdfium.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: p.ref, Index: index})
	if err != nil {
		return box{}, err
	}
	r := b.Rect
	return box{float64(r.Left), -float64(r.Top), float64(r.Right), -float64(r.Bottom)}, nil
}
