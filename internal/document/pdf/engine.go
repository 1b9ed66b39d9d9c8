package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"sync/atomic"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sync/errgroup"
)

// word is what stands between two spaces of a page, and its box in points from the top left corner.
type word struct {
	text string
	box
	// turn is by how many quarters its line is turned against the upright.
	turn int
}

// box is a rectangle in points. Down grows.
type box struct{ left, top, right, bottom float64 }

func (b box) height() float64 { return b.bottom - b.top }

// extract returns the words of every page, in the order in which the file paints them.
func extract(ctx context.Context, cacheDir string, data []byte) ([][]word, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithCloseOnContextDone(true).
		WithMemoryLimitPages(memory / readers >> 16)
	if cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(cacheDir)
		if err == nil { // a folder that cannot be written costs time alone
			defer func() { _ = cache.Close(ctx) }()
			config = config.WithCompilationCache(cache)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MaxTotal: readers, MaxIdle: readers, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, reason(ctx, err)
	}
	defer func() { _ = pool.Close() }()
	pages, err := readAll(ctx, pool, data)
	return pages, reason(ctx, err)
}

// readAll reads the pages of a file, those of a long one by several readers: PDFium has one thread.
func readAll(ctx context.Context, pool pdfium.Pool, data []byte) ([][]word, error) {
	first, count, err := open(ctx, pool, data)
	if err != nil {
		return nil, err
	}
	if count > mostPages {
		return nil, ErrTooLong
	}
	s := sheaf{pages: make([][]word, count)}
	var reading errgroup.Group
	reading.Go(func() error { return s.read(first) })
	for range min(readers, runtime.GOMAXPROCS(0), count/fewestPages) - 1 {
		reading.Go(func() error {
			another, _, err := open(ctx, pool, data)
			if err != nil {
				return err
			}
			return s.read(another)
		})
	}
	return s.pages, reading.Wait()
}

// file is a PDF that an instance of PDFium has open.
type file struct {
	pdfium pdfium.Pdfium
	doc    references.FPDF_DOCUMENT
}

// open opens a PDF in an instance of its own, and says how many pages it has.
func open(ctx context.Context, pool pdfium.Pool, data []byte) (f file, pages int, err error) {
	if f.pdfium, err = pool.GetInstanceWithContext(ctx); err != nil {
		return file{}, 0, err
	}
	opened, err := f.pdfium.OpenDocument(&requests.OpenDocument{FileReader: bytes.NewReader(data), FileReaderSize: int64(len(data))})
	if err != nil {
		return file{}, 0, err
	}
	f.doc = opened.Document
	count, err := f.pdfium.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: f.doc})
	if err != nil {
		return file{}, 0, err
	}
	return f, count.PageCount, nil
}

// sheaf is the pages of a file, which its readers take one by one.
type sheaf struct {
	pages [][]word
	taken atomic.Int64
	words atomic.Int64
}

// read reads pages until none is left.
func (s *sheaf) read(f file) error {
	for i := int(s.taken.Add(1)) - 1; i < len(s.pages); i = int(s.taken.Add(1)) - 1 {
		words, err := readPage(f.pdfium, f.doc, i)
		if err != nil {
			return fmt.Errorf("page %d: %w", i+1, err)
		}
		if s.words.Add(int64(len(words))) > mostWords {
			return ErrTooLarge
		}
		s.pages[i] = words
	}
	return nil
}

// readPage returns the words of a page. One that cannot be loaded holds none.
func readPage(pdfium pdfium.Pdfium, doc references.FPDF_DOCUMENT, index int) ([]word, error) {
	page, err := pdfium.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: index})
	if errors.Is(err, pdferrors.ErrPage) || errors.Is(err, pdferrors.ErrSuccess) || errors.Is(err, pdferrors.ErrFormat) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	loaded, err := pdfium.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: requests.Page{ByReference: &page.Page}})
	if err != nil {
		return nil, err
	}
	p := textPage{pdfium: pdfium, ref: loaded.TextPage}
	words, err := p.words()
	if err != nil {
		return nil, err
	}
	if _, err := pdfium.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: p.ref}); err != nil {
		return nil, err
	}
	_, err = pdfium.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: page.Page})
	return words, err
}

// quarters returns an angle, in radians, in quarters of a turn, from 0 to 3.
func quarters(angle float64) int {
	return int(math.Round(angle/(math.Pi/2))) & 3
}

// reason says why PDFium did not read a file. What its sandbox ended is the file's doing: out of
// memory, or a mistake that the file leads it into.
func reason(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, ErrTooLong), errors.Is(err, ErrTooLarge):
		return err
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return ErrEncrypted
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}
