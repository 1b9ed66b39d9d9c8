package crf

import (
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"maps"
	"math"
	"slices"
)

// Builder holds the weights of a field, to be packed into a model. The block is, in little-endian
// order: magic with the version (8 bytes), a CRC-32C of what follows (4), then the number of labels
// and their names, each with its length; the scale of the weights; for each label the weight of
// beginning with it; for each label the number of transitions into it, and of each its origin and its
// weight; the number of slots of the feature table, the fingerprint of each (16 bits) and the weights of
// each (8 bits for each label); the number of slots of the dictionary and the slots. Other numbers have
// 32 bits.
type Builder struct {
	Labels []string
	Begin  []float32            // by label
	Trans  [][]float32          // by the label from which and the one to which; NaN where there is none
	Rows   map[uint32][]float32 // by feature: its weight for each label
	Words  map[uint32]uint8     // the dictionary: what is known of a word or phrase, by its hash
}

// load is how much of a hash table is filled.
const load = 0.7

// Pack returns the model in at most the given number of bytes. Features whose weights matter least
// are left out where the space does not suffice.
func (b *Builder) Pack(size int) ([]byte, error) {
	labels := len(b.Labels)
	if labels < 1 || labels > MaxLabels {
		return nil, errors.New("packing the model: too many labels or none")
	}
	words := packWords(b.Words)
	out := []byte(magic + "\x00\x00\x00\x00")
	out = append32(out, uint32(labels))
	for _, n := range b.Labels {
		out = append(append32(out, uint32(len(n))), n...)
	}
	features := b.features()
	head := len(out) + 4*(1+labels+labels+2*labels*labels+2)
	space := (size - head - len(words)) / (markSize + labels)
	if n := int(float64(space) * load); n < len(features) {
		features = features[:max(n, 0)]
	}
	slots := max(int(float64(len(features))/load), 1)
	scale := b.scale(features)
	out = append32(out, math.Float32bits(scale))
	for _, w := range b.Begin {
		out = append32(out, math.Float32bits(w))
	}
	for to := range labels {
		at, n := len(out), uint32(0)
		out = append32(out, 0)
		for from := range labels {
			if w := b.Trans[from][to]; w == w {
				out = append32(append32(out, uint32(from)), math.Float32bits(w))
				n++
			}
		}
		binary.LittleEndian.PutUint32(out[at:], n)
	}
	out = append(append32(out, uint32(slots)), b.table(features, slots, scale)...)
	out = append(append32(out, uint32(len(words)/keyStride)), words...)
	body := out[len(magic)+4:]
	binary.LittleEndian.PutUint32(out[len(magic):], crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)))
	return out, nil
}

func append32(b []byte, v uint32) []byte { return binary.LittleEndian.AppendUint32(b, v) }

// features returns the features whose weights matter, the weightiest first.
func (b *Builder) features() []uint32 {
	norms := make(map[uint32]float32, len(b.Rows))
	for f, row := range b.Rows {
		for _, w := range row {
			norms[f] = max(norms[f], w, -w)
		}
	}
	features := slices.Collect(maps.Keys(b.Rows))
	slices.SortFunc(features, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(norms[y], norms[x]), cmp.Compare(x, y))
	})
	return features
}

// scale returns the value of a weight of 1 in eight bits. One weight in ten thousand may be cut.
func (b *Builder) scale(features []uint32) float32 {
	var all []float32
	for _, f := range features {
		for _, w := range b.Rows[f] {
			all = append(all, max(w, -w))
		}
	}
	if len(all) == 0 {
		return 1
	}
	slices.Sort(all)
	return max(all[len(all)-1-len(all)/10000], 1e-6) / 127
}

// table returns the slots of the feature table: their fingerprints, then their weights.
func (b *Builder) table(features []uint32, slots int, scale float32) []byte {
	labels := len(b.Labels)
	out := make([]byte, slots*(markSize+labels))
	marks, weights := out[:slots*markSize], out[slots*markSize:]
	for _, f := range features {
		at := int(uint64(f) * uint64(slots) >> 32)
		for range maxProbes {
			mark := marks[at*markSize:]
			if mark[0] == 0 && mark[1] == 0 {
				binary.LittleEndian.PutUint16(mark, fingerprint(f))
				for k, w := range b.Rows[f] {
					weights[at*labels+k] = byte(int8(math.Round(float64(min(max(w/scale, -127), 127)))))
				}
				break
			}
			if binary.LittleEndian.Uint16(mark) == fingerprint(f) {
				break // taken for the other, which weighs more
			}
			at = (at + 1) % slots
		}
	}
	return out
}

// packWords returns the slots of the dictionary.
func packWords(words map[uint32]uint8) []byte {
	slots := int(float64(len(words))/load) + 1
	out := make([]byte, slots*keyStride)
	for _, key := range slices.Sorted(maps.Keys(words)) {
		at := int(uint64(key) * uint64(slots) >> 32)
		for out[at*keyStride+4] != 0 {
			at = (at + 1) % slots
		}
		binary.LittleEndian.PutUint32(out[at*keyStride:], key)
		out[at*keyStride+4] = words[key]
	}
	return out
}
