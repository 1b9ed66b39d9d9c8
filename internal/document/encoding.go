package document

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"github.com/refcheck/refcheck/internal/biblio"
)

// decode returns the text of a file with "\n" for line ends. What was not plain UTF-8 is told as
// Problems, since a wrong guess garbles names.
func decode(file string, data []byte) (string, []biblio.Problem, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return "", nil, empty(file)
	}
	if name, hint := binaryFormat(data); name != "" {
		return "", nil, notText(file, "it is "+name+", which is not read yet", hint)
	}
	text, note := toUTF8(data)
	var problems []biblio.Problem
	if note != "" {
		problems = append(problems, biblio.Problem{Location: biblio.Location{File: file, Line: 1}, Message: note})
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if isNoise(text) {
		return "", nil, notText(file, "it is a binary file, no text", pasteHint)
	}
	if strings.Trim(text, " \t\n\x00\ufeff") == "" {
		return "", nil, empty(file)
	}
	return text, problems, nil
}

// toUTF8 decodes a file: by its byte order mark, as UTF-16 where the zeros show it, as UTF-8 where
// it is valid, in the encoding that it declares, or in the likeliest of one byte a letter. The note
// says what was found, where that is not plain UTF-8.
func toUTF8(data []byte) (text, note string) {
	if e := utf16(data); e != nil {
		if plain, err := e.NewDecoder().Bytes(data); err == nil {
			return strings.TrimPrefix(string(plain), "\ufeff"), ""
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if utf8.Valid(data) {
		return string(data), ""
	}
	if name, e := declared(data); e != nil {
		if plain, err := e.NewDecoder().Bytes(data); err == nil {
			return string(plain), "the file is read as " + name + ", which it declares"
		}
	}
	sequences, strays := countUTF8(data)
	name, table := "Windows-1252", charmap.Windows1252
	if isMacRoman(data) {
		name, table = "Mac OS Roman", charmap.Macintosh
	}
	if sequences > strays {
		return mixed(data, table), fmt.Sprintf("the file is UTF-8 but for %d bytes, which are read as %s", strays, name)
	}
	plain, err := table.NewDecoder().Bytes(data)
	if err != nil { // a table of one byte a letter knows every byte
		return strings.ToValidUTF8(string(data), "\ufffd"), "the file is not valid UTF-8"
	}
	return string(plain), "the file is not UTF-8; it is read as " + name
}

// utf16 returns the decoder of a file in UTF-16: by its byte order mark, or because every other
// byte of its beginning is mostly zero, as in any text of a Western language.
func utf16(data []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	sample := data[:min(len(data), 4<<10)&^1]
	var zeros [2]int
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(sample) / 2
	switch {
	case half >= 4 && zeros[1]*10 > half*7 && zeros[0]*20 < half:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case half >= 4 && zeros[0]*10 > half*7 && zeros[1]*20 < half:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// encodingLine is how files declare their encoding within their first lines: JabRef's "% Encoding:
// ISO8859_1", Emacs' "-*- coding: latin-1 -*-", the declarations of XML and HTML.
var encodingLine = regexp.MustCompile(`(?i)(?:%+\s*(?:!TEX\s+)?encoding\s*[:=]\s*|-\*-.{0,80}coding:\s*|<\?xml[^>]{0,80}encoding\s*=\s*["']|<meta[^>]{0,80}charset\s*=\s*["']?)([A-Za-z0-9_.:-]+)`)

// declared returns the encoding that a file declares, or nil.
func declared(data []byte) (string, encoding.Encoding) {
	m := encodingLine.FindSubmatch(data[:min(len(data), 2<<10)])
	if m == nil {
		return "", nil
	}
	name := string(m[1])
	e, err := htmlindex.Get(webName(name))
	if err != nil {
		return "", nil
	}
	if canonical, err := htmlindex.Name(e); err != nil || canonical == "utf-8" {
		return "", nil
	}
	return name, e
}

// webName returns the name under which the WHATWG's index has an encoding that Java, Emacs or LaTeX
// name otherwise: ISO8859_1, Cp1252, latin-1-unix, MacRoman.
func webName(name string) string {
	n := strings.ToLower(name)
	for _, end := range []string{"-unix", "-dos", "-mac"} {
		n = strings.TrimSuffix(n, end)
	}
	if other, ok := encodingNames[n]; ok {
		return other
	}
	n = strings.ReplaceAll(n, "_", "-")
	if rest, ok := strings.CutPrefix(n, "iso8859"); ok {
		return "iso-8859-" + strings.Trim(rest, "-")
	}
	if rest, ok := strings.CutPrefix(n, "cp12"); ok {
		return "windows-12" + rest
	}
	return n
}

var encodingNames = map[string]string{
	"latin-1": "iso-8859-1", "latin-2": "iso-8859-2", "latin-9": "iso-8859-15", "latin9": "iso-8859-15", "applemac": "macintosh",
	"macroman": "macintosh", "mac-roman": "macintosh", "ansinew": "windows-1252", "x-windows-1252": "windows-1252", "koi8_r": "koi8-r",
}

// countUTF8 returns how many letters of several bytes a file holds that are valid UTF-8, and how
// many bytes that are not.
func countUTF8(data []byte) (sequences, strays int) {
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			strays++
		} else {
			sequences++
		}
		i += size
	}
	return sequences, strays
}

// mixed decodes UTF-8 in which some letters were left in another encoding.
func mixed(data []byte, table *charmap.Charmap) string {
	var out strings.Builder
	out.Grow(len(data) + len(data)/16)
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			r = table.DecodeByte(data[i])
		}
		out.WriteRune(r)
		i += size
	}
	return out.String()
}

// isMacRoman reports whether a file that is not UTF-8 is in Mac OS Roman rather than Windows-1252:
// behind small letters it has bytes that are é, è, ê, ä, ç, ù, ü there but capitals, or nothing, in
// the other, and none within words that is a small letter in the other.
func isMacRoman(data []byte) bool {
	mac, windows := 0, 0
	for i := 1; i < len(data); i++ {
		if data[i] < 0x80 || !isSmall(data[i-1]) {
			continue
		}
		switch b := data[i]; {
		case bytes.IndexByte([]byte{0x8a, 0x8d, 0x8e, 0x8f, 0x90, 0x9d, 0x9f}, b) >= 0:
			mac++
		case b >= 0xdf && b != 0xf7:
			windows++
		}
	}
	return mac > 4*windows
}

func isSmall(b byte) bool { return b >= 'a' && b <= 'z' }
