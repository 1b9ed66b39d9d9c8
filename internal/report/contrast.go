package report

import "strings"

// context is how many words that two values share are shown around those that differ, and
// elideOver how many columns both may take together before the rest is left out.
const (
	context   = 3
	elideOver = 90
)

// contrast returns two values with the words that differ coloured, and, where the values are long,
// what they share at their ends beyond a little context left out.
func contrast(cited, registered string) (left, right []piece) {
	left, right = marked(cited, registered)
	if columns(cited)+columns(registered) > elideOver {
		return elide(left), elide(right)
	}
	return left, right
}

// marked returns two values with the words coloured that the other does not have at that place: all
// but a longest common subsequence.
func marked(cited, registered string) (left, right []piece) {
	left, right = words(cited), words(registered)
	a, b := keys(left), keys(right)
	// longest[i][j] is the length of the longest common subsequence of a[i:] and b[j:].
	longest := make([][]int, len(a)+1)
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && longest[i+1][j] >= longest[i][j+1]:
			left[i].color = red
			i++
		default:
			right[j].color = green
			j++
		}
	}
	return left, right
}

// keys returns what two words that count as the same have in common: capitals and the punctuation
// behind a word are no difference in content.
func keys(words []piece) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = strings.ToLower(strings.TrimRight(w.text, ".,;:"))
		if all[i] == "" {
			all[i] = w.text
		}
	}
	return all
}

// elide leaves out what stands before and behind the coloured words, but for a little.
func elide(words []piece) []piece {
	first, last := len(words), -1
	for i, w := range words {
		if w.color != plainText {
			first, last = min(first, i), i
		}
	}
	if last < 0 {
		return words
	}
	if end := last + 1 + context; end < len(words) {
		words = append(words[:end:end], piece{text: "…"})
	}
	if first > context {
		words = append([]piece{{text: "…"}}, words[first-context:]...)
	}
	return words
}
