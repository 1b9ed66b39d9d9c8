package document

import (
	"bytes"
	"strings"
)

// magic are the formats of binary files by their first bytes, as file(1) knows them.
var magic = []struct{ prefix, name, hint string }{
	{"PK\x03\x04", "a ZIP archive or a document of an office program", "copy its reference list out of it and paste it as text"},
	{"\xd0\xcf\x11\xe0", "a document of an old office program", "copy its reference list out of it and paste it as text"},
	{"\x1f\x8b", "compressed by gzip", "decompress it first"},
	{"BZh", "compressed by bzip2", "decompress it first"},
	{"\xfd7zXZ\x00", "compressed by xz", "decompress it first"},
	{"\x28\xb5\x2f\xfd", "compressed by zstd", "decompress it first"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"},
	{"\x89PNG\r\n", "an image (PNG)", "give the text of the references"},
	{"\xff\xd8\xff", "an image (JPEG)", "give the text of the references"},
	{"GIF87a", "an image (GIF)", "give the text of the references"},
	{"GIF89a", "an image (GIF)", "give the text of the references"},
	{"II*\x00", "an image (TIFF)", "give the text of the references"},
	{"MM\x00*", "an image (TIFF)", "give the text of the references"},
	{"RIFF", "an image or a sound (RIFF)", "give the text of the references"},
	{"AT&TFORM", "a scan (DjVu)", "copy its reference list out of it and paste it as text"},
	{"SQLite format 3\x00", "an SQLite database", "export the references, for instance as BibTeX"},
	{"\x7fELF", "a program", "give a file that holds references"},
	{"MZ\x90\x00", "a program", "give a file that holds references"},
}

// archives are the kinds of documents that are ZIP archives, by the name of a file within.
var archives = []struct{ member, name string }{
	{"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file of another kind than ODT"},
	{"mimetypeapplication/epub", "an e-book (EPUB)"},
	{"xl/", "a spreadsheet (XLSX)"},
	{"ppt/", "a presentation (PPTX)"},
}

// binaryFormat returns the name of a binary format and what to do with it, or "".
func binaryFormat(data []byte) (name, hint string) {
	for _, m := range magic {
		if !bytes.HasPrefix(data, []byte(m.prefix)) {
			continue
		}
		if strings.HasPrefix(m.prefix, "PK") {
			for _, o := range archives {
				if bytes.Contains(data[:min(len(data), 64<<10)], []byte(o.member)) {
					return o.name, m.hint
				}
			}
		}
		return m.name, m.hint
	}
	return "", ""
}

// isNoise reports whether control characters make up so much of a text that it is none.
func isNoise(text string) bool {
	sample := head(text)
	controls := 0
	for i := range len(sample) {
		if c := sample[i]; c < ' ' && c != '\n' && c != '\t' && c != '\f' && c != '\v' || c == 0x7f {
			controls++
		}
	}
	return controls*50 > len(sample)
}
