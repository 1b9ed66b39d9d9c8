package crf

import "encoding/binary"

// Weights are added eight at a time, as the bytes of one number. Each is made into 0 to 255 first, and
// has sixteen bits to grow into: the even ones of the eight and the odd ones are apart.
const (
	eight    = 8
	positive = 0x8080808080808080 // turns the sign of each of eight weights, which adds 128 to it
	even     = 0x00ff00ff00ff00ff
	together = 257 // rows whose sums do not grow beyond sixteen bits
)

// add adds the rows in at most together slots to sum.
func (m *Model) add(slots []uint64, sum *[MaxLabels]int32) {
	var evens, odds [MaxLabels / eight]uint64
	whole := len(m.names) / eight
	for _, slot := range slots {
		row := m.row(slot)
		for i := range evens[:whole] {
			w := binary.LittleEndian.Uint64(row[i*eight:]) ^ positive
			evens[i] += w & even
			odds[i] += w >> 8 & even
		}
		for k := whole * eight; k < len(row); k++ {
			sum[k] += int32(int8(row[k]))
		}
	}
	raised := int32(128 * len(slots))
	for k := range sum[:whole*eight] {
		lanes := evens[k/eight]
		if k%2 == 1 {
			lanes = odds[k/eight]
		}
		sum[k] += int32(uint16(lanes>>(k%eight/2*16))) - raised
	}
}
