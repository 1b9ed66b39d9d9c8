package crf

import "math"

// Decoder labels sequences. It holds the space of one call and is reused, not shared.
type Decoder struct {
	model   *Model
	n       int
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

// Observe says which features hold at a position.
func (d *Decoder) Observe(at int, features []uint32) {
	var sum [MaxLabels]int32
	for _, f := range features {
		row := d.model.row(f)
		if len(row) > MaxLabels {
			row = row[:MaxLabels]
		}
		for k, w := range row {
			sum[k] += int32(int8(w))
		}
	}
	k := len(d.model.names)
	for l, s := range sum[:k] {
		d.scores[at*k+l] = float32(s) * d.model.scale
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

// viterbi finds the best path.
func (d *Decoder) viterbi() {
	m := d.model
	k := len(m.names)
	for l := range k {
		d.best[l] = d.scores[l] + m.begin[l]
	}
	for i := 1; i < d.n; i++ {
		prev, now := d.best[(i-1)*k:i*k], d.best[i*k:(i+1)*k]
		back, scores := d.back[i*k:(i+1)*k], d.scores[i*k:(i+1)*k]
		for l := range now {
			score, from := float32(8*never), uint8(0)
			for _, e := range m.edges[m.into[l]:m.into[l+1]] {
				if s := prev[e.from] + e.weight; s > score {
					score, from = s, e.from
				}
			}
			now[l], back[l] = max(score+scores[l], 8*never), from
		}
	}
	last := d.best[(d.n-1)*k : d.n*k]
	at := uint8(0)
	for l := range last {
		if last[l] > last[at] {
			at = uint8(l)
		}
	}
	for i := d.n - 1; i >= 0; i-- {
		d.path[i] = at
		at = d.back[i*k+int(at)]
	}
}

// forward fills alpha, each row of which is scaled to a sum of 1.
func (d *Decoder) forward() {
	m := d.model
	k := len(m.names)
	for i := range d.n {
		row, scores, factors := d.alpha[i*k:(i+1)*k], d.scores[i*k:(i+1)*k], d.factors[i*k:(i+1)*k]
		top := scores[0]
		for _, s := range scores {
			top = max(top, s)
		}
		for l, s := range scores {
			factors[l] = exp(s - top)
		}
		sum := float32(0)
		for l := range row {
			v := float32(0)
			if i == 0 {
				v = exp(m.begin[l])
			} else {
				prev := d.alpha[(i-1)*k : i*k]
				for _, e := range m.edges[m.into[l]:m.into[l+1]] {
					v += prev[e.from] * e.factor
				}
			}
			row[l] = v * factors[l]
			sum += row[l]
		}
		if sum <= 0 {
			sum = 1
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
	var beta, next [MaxLabels]float32
	for l := range k {
		beta[l] = 1
	}
	for i := d.n - 1; i >= 0; i-- {
		row := d.alpha[i*k : (i+1)*k]
		sum, top := float32(0), float32(0)
		for l, a := range row {
			sum += a * beta[l]
		}
		if sum > 0 {
			d.margin[i] = min(row[d.path[i]]*beta[d.path[i]]/sum, 1)
		} else {
			d.margin[i] = 0
		}
		factors := d.factors[i*k : (i+1)*k]
		next = [MaxLabels]float32{}
		for l := range k {
			v := factors[l] * beta[l]
			for _, e := range m.edges[m.into[l]:m.into[l+1]] {
				next[e.from] += e.factor * v
			}
		}
		for l := range k {
			top = max(top, next[l])
		}
		if top <= 0 {
			top = 1
		}
		for l := range k {
			beta[l] = next[l] / top
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
