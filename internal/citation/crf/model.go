// Package crf is a linear-chain conditional random field over hashed features: given, for each
// position of a sequence, the features that hold there, it finds the most probable sequence of
// labels (Viterbi) and how probable each label is (forward–backward).
//
// A model is one block of bytes that is used as it lies in memory: weights are eight-bit numbers in a
// hash table, one row of them for each feature, so that loading costs a checksum and nothing more. The
// fingerprints of the features stand apart from the rows, so close together that a processor keeps them
// at hand: only a feature that the table holds costs an access to distant memory. The form of the block
// is described at Builder.
package crf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// magic begins every model; its last byte is the version of the form.
const magic = "RCCRF\x00\x00\x02"

// MaxLabels bounds the number of labels.
const MaxLabels = 32

// Model is a trained field. It is read-only and safe for concurrent use.
type Model struct {
	names   []string
	slots   uint64  // of the feature table
	marks   []byte  // the fingerprint of each slot (2), 0 where it is empty
	weights []byte  // the row of each slot, a weight for each label
	scale   float32 // the value of a weight of 1
	begin   []float32
	edges   [][]edge // transitions that occur, by the label they lead from
	keys    []byte   // of the dictionary: slots of a key (4) and its classes (1)
	words   uint64
}

// edge is a transition that the training data hold.
type edge struct {
	to     uint8
	weight float32
	factor float32 // its exponential
}

// errShort says that a block ends too early.
var errShort = errors.New("truncated")

// Load returns the model in data, which it keeps and which must not change. The error says what is
// wrong with the data: another form or version, a damaged block.
func Load(data []byte) (*Model, error) {
	if len(data) < len(magic)+4 || string(data[:len(magic)-1]) != magic[:len(magic)-1] {
		return nil, errors.New("reading the model: not a model")
	}
	if v := data[len(magic)-1]; v != magic[len(magic)-1] {
		return nil, fmt.Errorf("reading the model: version %d, want %d", v, magic[len(magic)-1])
	}
	sum := binary.LittleEndian.Uint32(data[len(magic):])
	body := data[len(magic)+4:]
	if crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)) != sum {
		return nil, errors.New("reading the model: the checksum differs")
	}
	r := reader{rest: body}
	m := &Model{}
	m.read(&r)
	if r.err != nil {
		return nil, fmt.Errorf("reading the model: %w", r.err)
	}
	return m, nil
}

// read fills the model from its block, whose checksum is right.
func (m *Model) read(r *reader) {
	labels := int(r.uint32())
	if labels < 1 || labels > MaxLabels {
		r.fail(fmt.Errorf("%d labels", labels))
		return
	}
	for range labels {
		m.names = append(m.names, string(r.bytes(uint64(r.uint32()))))
	}
	m.scale = r.float32()
	for range labels {
		m.begin = append(m.begin, r.float32())
	}
	m.edges = make([][]edge, labels)
	for to := range labels {
		n := r.uint32()
		if n > uint32(labels) {
			r.fail(fmt.Errorf("%d transitions to one label", n))
			return
		}
		for range n {
			from := r.uint32()
			if from >= uint32(labels) {
				r.fail(errors.New("a transition from no label"))
				return
			}
			w := r.float32()
			m.edges[from] = append(m.edges[from], edge{uint8(to), w, float32(math.Exp(float64(w)))})
		}
	}
	m.slots = uint64(r.uint32())
	m.marks = r.bytes(m.slots * markSize)
	m.weights = r.bytes(m.slots * uint64(labels))
	m.words = uint64(r.uint32())
	m.keys = r.bytes(m.words * keyStride)
	if r.err == nil && (m.slots == 0 || m.words == 0 || len(r.rest) > 0) {
		r.fail(errors.New("its parts do not fit together"))
	}
}

// Labels returns the names of the labels, by their numbers.
func (m *Model) Labels() []string { return m.names }

// keyStride is the size of an entry of the dictionary.
const keyStride = 5

// Class returns what the dictionary says of a word or phrase with that hash, as bits; 0 where it does
// not hold it.
func (m *Model) Class(hash uint32) uint8 {
	at := uint64(hash) * m.words >> 32
	for range m.words {
		slot := m.keys[at*keyStride : at*keyStride+keyStride]
		if slot[4] == 0 {
			return 0
		}
		if binary.LittleEndian.Uint32(slot) == hash {
			return slot[4]
		}
		if at++; at == m.words {
			at = 0
		}
	}
	return 0
}

// markSize is the size of a fingerprint.
const markSize = 2

// find returns the slot of a feature; ok says that the table holds it.
func (m *Model) find(feature uint32) (slot uint64, ok bool) {
	at := uint64(feature) * m.slots >> 32
	want := fingerprint(feature)
	for range maxProbes {
		switch binary.LittleEndian.Uint16(m.marks[at*markSize:]) {
		case want:
			return at, true
		case 0:
			return 0, false
		}
		if at++; at == m.slots {
			at = 0
		}
	}
	return 0, false
}

// row returns the weights in a slot.
func (m *Model) row(slot uint64) []byte {
	labels := uint64(len(m.names))
	return m.weights[slot*labels : (slot+1)*labels]
}

// maxProbes bounds how far a feature stands from its place in the table.
const maxProbes = 64

// fingerprint tells features with the same place apart; it is never 0, the mark of an empty slot.
func fingerprint(feature uint32) uint16 {
	return uint16(feature) | 1
}

// reader takes a block apart; after an error it returns zeros.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = nil
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.fail(errShort)
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) uint32() uint32 {
	b := r.bytes(4)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint32(b)
}

func (r *reader) float32() float32 { return math.Float32frombits(r.uint32()) }
