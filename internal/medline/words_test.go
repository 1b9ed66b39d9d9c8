package medline

import "testing"

func TestTitle(t *testing.T) {
	for in, want := range map[string]string{
		"What is clinical empathy?":    "What is clinical empathy?",
		"A title.":                     "A title",
		"And then there were ...":      "And then there were ...",
		"[Translated title].":          "Translated title",
		"[Translated title.]":          "Translated title",
		"[11C]raclopride and [18F]FDG": "[11C]raclopride and [18F]FDG",
		"[Ru(bpy)3]2+ in [water]":      "[Ru(bpy)3]2+ in [water]",
		"[Not Available].":             "",
		"":                             "",
		"RETRACTED: Something":         "RETRACTED: Something",
		"[Editorial comment to: \"A [new] method\"]": "[Editorial comment to: \"A [new] method\"]",
	} {
		if got := Title(in); got != want {
			t.Errorf("Title(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPages(t *testing.T) {
	for in, want := range map[string]string{
		"7196-9": "7196-9", "e123": "e123", "S12-8": "S12-8", "12-15; discussion 16": "12-15; discussion 16", " 5 ": "5", "arztebl.m2025.0086": "arztebl.m2025.0086",
		"suppl:1-12": "1-12", "[4 p.]": "", "12 p": "", "S2090-1232(25)00434-5": "", "0140-6736(97)11096-0": "", "": "",
	} {
		if got := Pages(in); got != want {
			t.Errorf("Pages(%q) = %q, want %q", in, got, want)
		}
	}
}
