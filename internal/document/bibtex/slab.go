package bibtex

// slab hands out room for many small things that live equally long, out of few allocations.
type slab[T any] struct {
	chunk []T
}

// maxChunk is how many things one allocation holds at most, beyond what is asked for at once.
const maxChunk = 1024

// copy returns a copy of list. Appending to it leaves its neighbours alone.
func (s *slab[T]) copy(list ...T) []T {
	if cap(s.chunk)-len(s.chunk) < len(list) {
		size := min(2*cap(s.chunk)+len(list), maxChunk)
		s.chunk = make([]T, 0, max(size, len(list)))
	}
	start := len(s.chunk)
	s.chunk = append(s.chunk, list...)
	return s.chunk[start:len(s.chunk):len(s.chunk)]
}
