package crf

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
)

// none stands for a transition that does not exist.
var none = float32(math.NaN())

// builder is a field of three labels, over a handful of features.
func builder() *Builder {
	return &Builder{
		Labels: []string{"a", "b", "c"},
		Begin:  []float32{0.5, 0, -1},
		Trans:  [][]float32{{1, 0.5, none}, {none, 0, 1}, {0.2, none, 0.3}},
		Rows: map[uint32][]float32{
			0x10000001: {2, -1, 0}, 0x50000003: {-1, 1.5, 0.25}, 0x90000005: {0, -0.5, 2}, 0xd0000007: {0.5, 0.5, -1},
		},
		Words: map[uint32]uint8{7: 1, 0xffffffff: 2, 0x80000000: 4},
	}
}

func pack(t *testing.T, b *Builder) []byte {
	t.Helper()
	data, err := b.Pack(100_000)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestDecode compares with the sum over all paths, each of them written out.
func TestDecode(t *testing.T) {
	m, err := Load(pack(t, builder()))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Labels(), []string{"a", "b", "c"}) {
		t.Errorf("labels %v", m.Labels())
	}
	features := [][]uint32{{0x10000001, 0xd0000007}, {0x50000003}, {0x90000005, 0x12345678}, {0xd0000007}, {0x10000001, 0x90000005}}
	d := NewDecoder(m)
	for range 2 { // the space is used again
		d.Reset(len(features))
		for i, fs := range features {
			d.Observe(i, fs)
		}
		path, probability := d.Decode()
		want, margins := enumerate(builder(), features)
		if !slices.Equal(path, want) {
			t.Errorf("path %v, want %v", path, want)
		}
		for i, p := range probability {
			if math.Abs(float64(p)-margins[i]) > 0.02 {
				t.Errorf("probability of label %d at %d: %.3f, want %.3f", path[i], i, p, margins[i])
			}
		}
	}
}

// enumerate tries all paths and returns the best one with the probabilities of its labels.
func enumerate(b *Builder, features [][]uint32) ([]uint8, []float64) {
	n, k := len(features), len(b.Labels)
	var best []uint8
	top, sum := math.Inf(-1), 0.0
	shares := make([][]float64, n)
	for i := range shares {
		shares[i] = make([]float64, k)
	}
	path := make([]uint8, n)
	for code := range int(math.Pow(float64(k), float64(n))) {
		score := 0.0
		for i := range n {
			path[i] = uint8(code % k)
			code /= k
			for _, f := range features[i] {
				if row, ok := b.Rows[f]; ok {
					score += float64(row[path[i]])
				}
			}
			if i == 0 {
				score += float64(b.Begin[path[0]])
			} else {
				score += float64(b.Trans[path[i-1]][path[i]])
			}
		}
		if math.IsNaN(score) {
			continue
		}
		if score > top {
			top, best = score, slices.Clone(path)
		}
		sum += math.Exp(score)
		for i, l := range path {
			shares[i][l] += math.Exp(score)
		}
	}
	margins := make([]float64, n)
	for i, l := range best {
		margins[i] = shares[i][l] / sum
	}
	return best, margins
}

func TestPin(t *testing.T) {
	m, err := Load(pack(t, builder()))
	if err != nil {
		t.Fatal(err)
	}
	d := NewDecoder(m)
	d.Reset(3)
	d.Observe(0, []uint32{0x10000001})
	d.Pin(1, 2)
	d.Observe(2, []uint32{0x10000001})
	path, probability := d.Decode()
	if path[1] != 2 || probability[1] < 0.99 {
		t.Errorf("pinned to 2: label %d with probability %.3f", path[1], probability[1])
	}
	if path[0] == 0 {
		t.Error("a transition that does not exist was taken")
	}
	d.Reset(0)
	if path, _ := d.Decode(); len(path) != 0 {
		t.Errorf("path %v of no positions", path)
	}
}

func TestClass(t *testing.T) {
	m, err := Load(pack(t, builder()))
	if err != nil {
		t.Fatal(err)
	}
	for hash, want := range map[uint32]uint8{7: 1, 0xffffffff: 2, 0x80000000: 4, 8: 0, 0: 0} {
		if got := m.Class(hash); got != want {
			t.Errorf("class of %d: %d, want %d", hash, got, want)
		}
	}
}

func TestPackBounds(t *testing.T) {
	b := builder()
	b.Rows = make(map[uint32][]float32)
	for i := range uint32(5000) {
		b.Rows[i*2654435761] = []float32{float32(i) / 5000, 0, -1e-3}
	}
	data, err := b.Pack(10_000)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 10_000 {
		t.Errorf("%d bytes, want at most 10000", len(data))
	}
	m, err := Load(data)
	if err != nil {
		t.Fatal(err)
	}
	heaviest, lightest := uint32(4999), uint32(1)
	_, heavy := m.find(heaviest * 2654435761)
	if _, light := m.find(lightest * 2654435761); !heavy || light {
		t.Error("not the lightest features were left out")
	}
	if again, _ := b.Pack(10_000); !bytes.Equal(data, again) {
		t.Error("packing again gives another model")
	}
}

func TestLoadErrors(t *testing.T) {
	good := pack(t, builder())
	damaged := bytes.Clone(good)
	damaged[len(damaged)/2] ^= 1
	newer := bytes.Clone(good)
	newer[7]++
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "not a model"}, {"something else", []byte("something quite different"), "not a model"}, {"damaged", damaged, "checksum"},
		{"cut", good[:len(good)-3], "checksum"}, {"another version", newer, "version 3, want 2"},
	}
	for _, tt := range tests {
		if _, err := Load(tt.data); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one about %q", tt.name, err, tt.want)
		}
	}
}

// FuzzRead reads blocks whose checksum is right: nothing in them may lead out of the block.
func FuzzRead(f *testing.F) {
	data, err := builder().Pack(100_000)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[12:])
	f.Add([]byte("\x01\x00\x00\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, body []byte) {
		m, r := &Model{}, reader{rest: body}
		m.read(&r)
		if r.err != nil {
			return
		}
		d := NewDecoder(m)
		d.Reset(3)
		for i := range 3 {
			d.Observe(i, []uint32{uint32(i) << 30, 0xffffffff})
		}
		if path, _ := d.Decode(); len(path) != 3 || int(slices.Max(path)) >= len(m.Labels()) {
			t.Errorf("path %v with %d labels", path, len(m.Labels()))
		}
		m.Class(0xffffffff)
	})
}

func BenchmarkDecode(b *testing.B) {
	data, err := builder().Pack(100_000)
	if err != nil {
		b.Fatal(err)
	}
	m, err := Load(data)
	if err != nil {
		b.Fatal(err)
	}
	d := NewDecoder(m)
	b.ReportAllocs()
	for b.Loop() {
		d.Reset(60)
		for i := range 60 {
			d.Observe(i, []uint32{0x10000001, 0x50000003, 0x90000005})
		}
		d.Decode()
	}
}

// TestAdd compares with the sum of one weight after the other, for numbers of labels that eights do and
// do not divide.
func TestAdd(t *testing.T) {
	for _, labels := range []int{1, 7, 8, 25, MaxLabels} {
		m := &Model{names: make([]string, labels), weights: make([]byte, together*labels)}
		var slots []uint64
		want := [MaxLabels]int32{}
		for slot := range uint64(together) {
			slots = append(slots, slot)
			for k := range labels {
				w := int8(slot*31 + uint64(k)*57)
				switch k % 4 {
				case 1:
					w = math.MinInt8
				case 2:
					w = math.MaxInt8
				}
				m.weights[slot*uint64(labels)+uint64(k)] = byte(w)
				want[k] += int32(w)
			}
		}
		got := [MaxLabels]int32{}
		m.add(slots, &got)
		if got != want {
			t.Errorf("%d labels: %v, want %v", labels, got, want)
		}
	}
}
