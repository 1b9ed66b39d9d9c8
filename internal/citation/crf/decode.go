package crf

import (
	"math"
	"slices"
)

// Decoder labels sequences. It holds the space of one call and is reused, not shared.
type Decoder struct {
	model   *Model
	n       int
	slots   []uint64  // where the features of one position are
	scores  []float32 // what the features say, n rows of one score for each label
	best    []float32
	back    []uint8
	path    []uint8
	alpha   []float32
	factors []float32
	margin  []float32 // the probability of each label of path
}

// NewDecoder returns a Decoder of the model.
func NewDecoder(m *Model) *Decoder { return &Decoder{model: m} }

// Reset begins a sequence of n positions.
func (d *Decoder) Reset(n int) {
	k := len(d.model.names)
	d.n = n
	d.scores = grow(d.scores, n*k)
	clear(d.scores)
	d.best = grow(d.best, n*k)
	d.back = grow(d.back, n*k)
	d.alpha = grow(d.alpha, n*k)
	d.factors = grow(d.factors, n*k)
	d.path = grow(d.path, n)
	d.margin = grow(d.margin, n)
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// Observe says which features hold at a position. All of them are looked up before the first is added,
// so that the processor waits for several rows at a time.
func (d *Decoder) Observe(at int, features []uint32) {
	m := d.model
	d.slots = d.slots[:0]
	for _, f := range features {
		if slot, ok := m.find(f); ok {
			d.slots = append(d.slots, slot)
		}
	}
	var sum [MaxLabels]int32
	for slots := range slices.Chunk(d.slots, together) {
		m.add(slots, &sum)
	}
	k := len(m.names)
	for l, s := range sum[:k] {
		d.scores[at*k+l] = float32(s) * m.scale
	}
}

// Pin makes sure that a position gets a label.
func (d *Decoder) Pin(at int, label uint8) {
	k := len(d.model.names)
	row := d.scores[at*k : at*k+k]
	for l := range row {
		row[l] = never
	}
	row[label] = 0
}

// never is the score of what cannot be.
const never = -1e4

// Decode returns the most probable labels and, for each, how probable it is. Both are valid until the
// next call.
func (d *Decoder) Decode() (labels []uint8, probability []float32) {
	if d.n == 0 {
		return nil, nil
	}
	d.viterbi()
	d.forward()
	d.backward()
	return d.path, d.margin
}

// Paths whose score is more than beam behind the best one are given up: e^-20 is a part in a billion.
// Where no transition leads on at all, the best path goes on with a break.
const (
	beam     = 20
	breaking = 1000
	unlikely = 1e-9
)

// viterbi finds the best path.
func (d *Decoder) viterbi() {
	m := d.model
	k := len(m.names)
	for l := range k {
		d.best[l] = d.scores[l] + m.begin[l]
	}
	top := highest(d.best[:k])
	for i := 1; i < d.n; i++ {
		prev, now := d.best[(i-1)*k:i*k], d.best[i*k:(i+1)*k]
		back, scores := d.back[i*k:(i+1)*k], d.scores[i*k:(i+1)*k]
		best := prev[top]
		for l := range now {
			now[l], back[l] = -breaking, top
		}
		for from, score := range prev {
			if score -= best; score < -beam { // relative, so that no sum grows beyond measure
				continue
			}
			for _, e := range m.edges[from] {
				if s := score + e.weight; s > now[e.to] {
					now[e.to], back[e.to] = s, uint8(from)
				}
			}
		}
		for l, s := range scores {
			now[l] += s
		}
		top = highest(now)
	}
	for i := d.n - 1; i >= 0; i-- {
		d.path[i] = top
		top = d.back[i*k+int(top)]
	}
}

// highest returns the place of the greatest of the numbers.
func highest(s []float32) uint8 {
	at := 0
	for l, v := range s {
		if v > s[at] {
			at = l
		}
	}
	return uint8(at)
}

// forward fills alpha, each row of which is scaled to a sum of 1.
func (d *Decoder) forward() {
	m := d.model
	k := len(m.names)
	for i := range d.n {
		row, scores, factors := d.alpha[i*k:(i+1)*k], d.scores[i*k:(i+1)*k], d.factors[i*k:(i+1)*k]
		if i == 0 {
			for l, w := range m.begin {
				row[l] = exp(w)
			}
		} else {
			clear(row)
			for from, v := range d.alpha[(i-1)*k : i*k] {
				if v < unlikely {
					continue
				}
				for _, e := range m.edges[from] {
					row[e.to] += v * e.factor
				}
			}
		}
		clear(factors) // of what no path leads to, nobody asks for the factor
		top, sum := scores[highest(scores)], float32(0)
		for l, v := range row {
			if v > 0 {
				factors[l] = exp(scores[l] - top)
				row[l] = v * factors[l]
				sum += row[l]
			}
		}
		if sum <= 0 {
			row[highest(scores)], sum = 1, 1
		}
		for l := range row {
			row[l] /= sum
		}
	}
}

// backward goes back over the rows of alpha and fills margin.
func (d *Decoder) backward() {
	m := d.model
	k := len(m.names)
	var beta, ahead [MaxLabels]float32
	for l := range k {
		beta[l] = 1
	}
	for i := d.n - 1; i >= 0; i-- {
		row := d.alpha[i*k : (i+1)*k]
		sum := float32(0)
		for l, a := range row {
			sum += a * beta[l]
		}
		d.margin[i] = 0
		if sum > 0 {
			d.margin[i] = min(row[d.path[i]]*beta[d.path[i]]/sum, 1)
		}
		if i == 0 {
			return
		}
		for l, f := range d.factors[i*k : (i+1)*k] {
			ahead[l] = f * beta[l]
		}
		top := float32(0)
		for from, v := range d.alpha[(i-1)*k : i*k] {
			b := float32(0)
			if v >= unlikely {
				for _, e := range m.edges[from] {
					b += e.factor * ahead[e.to]
				}
			}
			beta[from], top = b, max(top, b)
		}
		for l := range k {
			if top > 0 {
				beta[l] /= top
			} else {
				beta[l] = 1
			}
		}
	}
}

// exp is the exponential of a number that is not positive by much; what is tiny becomes 0.
func exp(x float32) float32 {
	if x < -60 {
		return 0
	}
	return float32(math.Exp(float64(x)))
}
