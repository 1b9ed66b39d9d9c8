package apart

import "testing"

func TestStarved(t *testing.T) {
	for complaint, want := range map[string]bool{
		"": false,
		"fatal error: out of memory allocating heap arena metadata\n":                                       true,
		"runtime: out of memory: cannot allocate 4194304-byte block\nfatal error: out of memory\n":          true,
		"SIGSEGV: segmentation violation\nPC=0x439a7d m=5 sigcode=1 addr=0x0\n":                             true,
		"panic: runtime error: invalid memory address\n[signal SIGSEGV: segmentation violation code=0x1]\n": false,
	} {
		if starved(complaint) != want {
			t.Errorf("%q", complaint)
		}
	}
}
