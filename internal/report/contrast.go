package report

// context is how many words that two values share are shown around those that differ, and
// elideOver how many columns both may take together before the rest is left out.
const (
	context   = 3
	elideOver = 90
)

// contrast returns two values with the words that differ coloured, and, where the values are long,
// what they share beyond a little context left out.
func contrast(cited, registered string) (left, right []piece) {
	a, b := words(cited), words(registered)
	head := 0
	for head < min(len(a), len(b)) && a[head].text == b[head].text {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail].text == b[len(b)-1-tail].text {
		tail++
	}
	long := columns(cited)+columns(registered) > elideOver
	return marked(a, head, tail, red, long), marked(b, head, tail, green, long)
}

// marked colours all but the first head and last tail words.
func marked(words []piece, head, tail int, mark color, elide bool) []piece {
	end := len(words) - tail
	for i := head; i < end; i++ {
		words[i].color = mark
	}
	if !elide {
		return words
	}
	if tail > context {
		words = append(words[:end+context:end+context], piece{text: "…"})
	}
	if head > context {
		words = append([]piece{{text: "…"}}, words[head-context:]...)
	}
	return words
}
