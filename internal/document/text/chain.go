package text

// widestGap is how many numbers may be missing between two entries of a list, as where a page or
// a line was lost in copying.
const widestGap = 8

// numbered is a line that begins with a number.
type numbered struct {
	line  int // its place among the lines
	mark  mark
	block int // how many ends of a list stand before it
}

// chain returns, among lines that begin with numbers of one style, those that number a list: the
// longest way through them on which the number grows by one (or by a little, where some are lost)
// or starts again at 1; behind the end of a list it can only go on by one. What is left over are years, volumes and page numbers at the beginning of
// wrapped lines. It takes linear time.
func chain(all []numbered) []numbered {
	const (
		missing = 1 // what a number that is lost costs, in entries
		restart = 4 // what a further list costs
	)
	type step struct{ score, before int }
	steps := make([]step, len(all))
	latest := map[int]int{} // number → the best step that ends with it
	best := -1
	for i, n := range all {
		s := step{score: 1, before: -1}
		for gap := 1; gap <= widestGap; gap++ {
			if j, ok := latest[n.mark.value-gap]; ok && (gap == 1 || all[j].block == n.block) {
				if score := steps[j].score + 1 - missing*(gap-1); score > s.score {
					s = step{score: score, before: j}
				}
			}
		}
		if n.mark.value == 1 && best >= 0 && all[best].block == n.block && steps[best].score-restart+1 > s.score {
			s = step{score: steps[best].score - restart + 1, before: best}
		}
		steps[i] = s
		if j, ok := latest[n.mark.value]; !ok || steps[j].score < s.score {
			latest[n.mark.value] = i
		}
		if best < 0 || s.score > steps[best].score && (s.before >= 0 || n.block == all[best].block) {
			best = i
		}
	}
	length := 0
	for i := best; i >= 0; i = steps[i].before {
		length++
	}
	out := make([]numbered, length)
	for i := best; i >= 0; i = steps[i].before {
		length--
		out[length] = all[i]
	}
	return out
}
