package main

import (
	"math"
	"math/rand/v2"

	"github.com/refcheck/refcheck/internal/citation/crf"
)

// example is a sequence to learn from.
type example struct {
	features [][]int32 // by position: rows of weights
	labels   []uint8
	weight   float32
	source   string
}

// learner holds the weights of a field and trains them by stochastic gradient ascent on the
// likelihood of the labels, with a rate for each weight (AdaGrad) and a pull towards zero (L2).
type learner struct {
	labels  int
	rows    []float32 // rows of labels weights, one row for each feature
	squares []float32
	begin   []float32
	beginSq []float32
	trans   []float32 // from × to
	transSq []float32
	allowed []bool
	rate    float32
	pull    float32
	drop    float64 // the share of features left out of each position

	scores, alpha, beta, factors, edge, pair []float32
}

// firstRate is the rate of the first epoch; it falls to a fifth of that.
const firstRate = 0.15

func newLearner(labels, features int) *learner {
	l := &learner{
		labels: labels, rows: make([]float32, features*labels), squares: make([]float32, features*labels),
		begin: make([]float32, labels), beginSq: make([]float32, labels), trans: make([]float32, labels*labels), transSq: make([]float32, labels*labels),
		allowed: make([]bool, labels*labels), rate: firstRate, pull: 2e-6, drop: 0.55,
		edge: make([]float32, labels*labels), pair: make([]float32, labels*labels),
	}
	return l
}

// allow notes the transitions of an example: no others will be possible.
func (l *learner) allow(e *example) {
	for i := 1; i < len(e.labels); i++ {
		l.allowed[int(e.labels[i-1])*l.labels+int(e.labels[i])] = true
	}
}

// epoch goes over all examples once, in an order that the seed decides.
func (l *learner) epoch(examples []example, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // the same numbers each time
	var kept [][]int32
	for _, k := range r.Perm(len(examples)) {
		e := examples[k]
		if l.drop > 0 {
			kept = dropped(kept[:0], e.features, l.drop, r)
			e.features = kept
		}
		l.step(&e)
	}
}

// dropped returns the features without a random share of them.
func dropped(into, features [][]int32, share float64, r *rand.Rand) [][]int32 {
	limit := uint64(share * (1 << 32))
	for _, fs := range features {
		keep := make([]int32, 0, len(fs))
		for _, f := range fs {
			if uint64(r.Uint32()) >= limit {
				keep = append(keep, f)
			}
		}
		into = append(into, keep)
	}
	return into
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n, 2*n)
	}
	return s[:n]
}

// step moves the weights along the gradient of one example.
func (l *learner) step(e *example) {
	n, k := len(e.labels), l.labels
	l.expect(e.features)
	clear(l.pair)
	for i := 1; i < n; i++ {
		l.pairs(i)
	}
	for i := 1; i < n; i++ {
		l.pair[int(e.labels[i-1])*k+int(e.labels[i])]--
	}
	var moved [crf.MaxLabels]int
	for i := range n {
		p := l.alpha[i*k : (i+1)*k]
		p[e.labels[i]]--
		m := 0
		for j, g := range p {
			if g > 0.002 || g < -0.002 {
				moved[m] = j
				m++
			}
		}
		if m == 0 {
			continue
		}
		for _, f := range e.features[i] {
			row, sq := l.rows[int(f)*k:int(f)*k+k], l.squares[int(f)*k:int(f)*k+k]
			for _, j := range moved[:m] {
				g := p[j]*e.weight + l.pull*row[j]
				sq[j] += g * g
				row[j] -= l.rate * g / float32(math.Sqrt(float64(sq[j])+1e-2))
			}
		}
		if i == 0 {
			for j, g := range p {
				l.move(l.begin, l.beginSq, j, g*e.weight)
			}
		}
	}
	for j, g := range l.pair {
		if g != 0 {
			l.move(l.trans, l.transSq, j, g*e.weight)
		}
	}
}

func (l *learner) move(w, sq []float32, j int, g float32) {
	g += l.pull * w[j]
	sq[j] += g * g
	w[j] -= l.rate * g / float32(math.Sqrt(float64(sq[j])+1e-2))
}

// score fills scores.
func (l *learner) score(features [][]int32) {
	k := l.labels
	l.scores = grow(l.scores, len(features)*k)
	for i, fs := range features {
		row := l.scores[i*k : (i+1)*k]
		clear(row)
		for _, f := range fs {
			w := l.rows[int(f)*k : int(f)*k+k]
			for j := range row {
				row[j] += w[j]
			}
		}
	}
}

// expect fills alpha and beta: their product is the probability of each label at each position, but for
// a factor of the position.
func (l *learner) expect(features [][]int32) {
	n, k := len(features), l.labels
	l.score(features)
	l.alpha, l.beta, l.factors = grow(l.alpha, n*k), grow(l.beta, n*k), grow(l.factors, n*k)
	for j, w := range l.trans {
		l.edge[j] = 0
		if l.allowed[j] {
			l.edge[j] = exp(w)
		}
	}
	for i := range n {
		s, f := l.scores[i*k:(i+1)*k], l.factors[i*k:(i+1)*k]
		top := s[0]
		for _, v := range s {
			top = max(top, v)
		}
		for j, v := range s {
			f[j] = exp(v - top)
		}
		a := l.alpha[i*k : (i+1)*k]
		clear(a)
		if i == 0 {
			for j := range a {
				a[j] = exp(l.begin[j]) * f[j]
			}
		} else {
			for from, v := range l.alpha[(i-1)*k : i*k] {
				if v > 1e-12 {
					for j, w := range l.edge[from*k : from*k+k] {
						a[j] += v * w
					}
				}
			}
			for j := range a {
				a[j] *= f[j]
			}
		}
		normalize(a)
	}
	for j := range k {
		l.beta[(n-1)*k+j] = 1
	}
	var v [crf.MaxLabels]float32
	for i := n - 2; i >= 0; i-- {
		b, next, f := l.beta[i*k:(i+1)*k], l.beta[(i+1)*k:(i+2)*k], l.factors[(i+1)*k:(i+2)*k]
		for j := range k {
			v[j] = next[j] * f[j]
		}
		for from := range k {
			sum := float32(0)
			for j, w := range l.edge[from*k : from*k+k] {
				sum += w * v[j]
			}
			b[from] = sum
		}
		normalize(b)
	}
}

// pairs adds the probabilities of the transitions into position i, and turns alpha of the position
// before it into probabilities.
func (l *learner) pairs(i int) {
	k := l.labels
	a, b, f := l.alpha[(i-1)*k:i*k], l.beta[i*k:(i+1)*k], l.factors[i*k:(i+1)*k]
	var v [crf.MaxLabels]float32
	for j := range k {
		v[j] = b[j] * f[j]
	}
	sum := float32(0)
	for from, x := range a {
		for j, w := range l.edge[from*k : from*k+k] {
			sum += x * w * v[j]
		}
	}
	if sum > 0 {
		for from, x := range a {
			if x < 1e-9 {
				continue
			}
			x /= sum
			for j, w := range l.edge[from*k : from*k+k] {
				l.pair[from*k+j] += x * w * v[j]
			}
		}
	}
	before := l.beta[(i-1)*k : i*k]
	for j := range a {
		a[j] *= before[j]
	}
	normalize(a)
}

func normalize(s []float32) {
	sum := float32(0)
	for _, v := range s {
		sum += v
	}
	if sum > 0 {
		for j := range s {
			s[j] /= sum
		}
	}
}

func exp(x float32) float32 {
	if x < -60 {
		return 0
	}
	return float32(math.Exp(float64(x)))
}
