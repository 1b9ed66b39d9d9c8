package server

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	chromium "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/refcheck/refcheck/internal/check"
	"github.com/refcheck/refcheck/internal/crossref"
	"github.com/refcheck/refcheck/internal/doi"
	"github.com/refcheck/refcheck/internal/pubmed"
	"github.com/refcheck/refcheck/internal/registry"
	"github.com/refcheck/refcheck/internal/registry/registrytest"
	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// recorded are registries that answer from the recording for the sample list.
func recorded(t *testing.T) []check.Registry {
	t.Helper()
	player, err := registry.NewReplayer("../../testdata/halpern-2003")
	if err != nil {
		t.Fatal(err)
	}
	replayed := func(c registry.Config) *registry.HTTP {
		c.Transport = player
		return registry.New(c)
	}
	var access registry.Access
	return []check.Registry{
		crossref.New(replayed(crossref.Config(access))), pubmed.New(replayed(pubmed.Config(access))), doi.New(replayed(doi.Config(access))),
	}
}

// A list is pasted, seen how it was read, corrected, checked, filtered, opened and downloaded.
func TestBrowserJourney(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"), func(o *Options) { o.Registries = recorded(t) })
	b := newWindow(t, s.URL)
	b.open("/")
	b.until(`document.body.classList.contains("scripted")`)
	b.look("start")
	text, err := os.ReadFile("../../testdata/halpern-2003.txt")
	if err != nil {
		t.Fatal(err)
	}
	b.paste(string(text))
	b.until(`document.querySelectorAll(".item").length === 24`)
	b.says(".how", "24 references, read as printed text")
	b.look("read")
	b.accessible()
	b.press(`.item:nth-child(2) [data-act=join]`)
	b.until(`document.querySelectorAll(".item").length === 23 && document.activeElement === document.querySelector(".item textarea")`)
	b.says(".how", "23 references, corrected by you")
	b.do(chromedp.KeyEvent("\r")) // splits where the cursor is: where the two were joined
	b.until(`document.querySelectorAll(".item").length === 24 && document.activeElement === document.querySelectorAll(".item textarea")[1]`)
	b.until(`document.querySelectorAll(".item .fields dt").length > 90`)
	b.look("corrected")
	b.press("[data-check]")
	b.until(`document.querySelector(".stage.done")`)
	b.says(".counts", "24 references: 14 verified, 2 mismatched, 8 not found, 0 unchecked")
	b.look("check")
	b.accessible()
	b.filters()
	b.takes()
	b.press("[data-copy]")
	b.says("[data-copy] + .soft", "link is copied")
	b.german()
}

// german shows the page in German.
func (b *window) german() {
	b.press(".top nav a[hreflang=de]")
	b.until(`document.documentElement.lang === "de" && document.body.classList.contains("scripted")`)
	b.says(".counts", "24 Angaben: 14 bestätigt")
	b.press(".filter.mismatched")
	b.until(`document.querySelectorAll(".entry").length === 2`)
	b.press(".entry summary")
	b.says(".entry .advice", "Nehmen Sie das Jahr aus dem Werk selbst")
	b.look("german")
	b.accessible()
	b.do(chromedp.EmulateViewport(375, 800))
	b.open("/")
	b.says(".read .how", "Was Sie einfügen")
	b.accessible()
	b.open("/session")
	b.look("login")
	b.accessible()
}

// filters shows some of the references, opens one, and goes back.
func (b *window) filters() {
	b.press(".filter.mismatched")
	b.until(`document.querySelectorAll(".entry").length === 2 && location.search === "?show=mismatched"`)
	b.until(`document.activeElement.value === "mismatched"`)
	b.press(".entry summary")
	b.until(`document.querySelector(".entry details").open`)
	b.says(".entry .different .cited mark", "7")
	b.says(".entry .different .registered mark", "8")
	b.look("opened")
	b.accessible()
	b.do(chromedp.Focus(".search input"), call(input.InsertText, input.InsertTextParams{Text: "nowhere at all"}))
	b.until(`document.querySelector(".nothing")`)
	b.do(chromedp.NavigateBack())
	b.until(`document.querySelectorAll(".entry").length === 24 && document.querySelector("[name=show]:checked").value === "all"`)
}

// takes chooses among the suggestions and downloads what comes of them, and a report.
func (b *window) takes() {
	b.t.Helper()
	dir := b.t.TempDir()
	b.do(call(chromium.SetDownloadBehavior, chromium.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: dir}))
	taken := eval[int](b, `document.querySelectorAll("[name=take]:checked").length`)
	if taken < 10 {
		b.t.Errorf("%d suggestions are taken", taken)
	}
	b.press(`.entry.mismatched [name=take]`)
	b.says("[data-taken]", fmt.Sprintf("%d suggestions are taken", taken-1))
	b.press(`.filter.mismatched`)
	b.until(`document.querySelectorAll(".entry").length === 2`)
	if eval[bool](b, `document.querySelector("[name=take]").checked`) {
		b.t.Error("a suggestion that was left is taken again in another view")
	}
	b.press(`.filter.all`)
	b.until(`document.querySelectorAll(".entry").length === 24`)
	b.press("#fixes .main")
	corrected := downloaded(b.t, dir, "references.corrected.txt")
	if !strings.Contains(corrected, "1997;36:1138–61") || !strings.Contains(corrected, "10.1056/nejm196402272700906") {
		b.t.Errorf("the corrected list has what was left, or not what was taken: %s", corrected)
	}
	b.press("[data-tick=none]")
	b.says("[data-taken]", "No suggestion is taken")
	b.press("[data-tick=all]")
	b.press(`.reports a[href*=csv]`)
	if report := downloaded(b.t, dir, "references.txt.refcheck.csv"); strings.Count(report, "\n") < 25 {
		b.t.Errorf("the table is %q", report)
	}
}

// downloaded returns the file that a browser has downloaded.
func downloaded(t *testing.T, dir, name string) string {
	t.Helper()
	for end := time.Now().Add(longest); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil && len(data) > 0 {
			return string(data)
		}
	}
	t.Fatal("not downloaded: ", name)
	return ""
}

// gated is a shelf that answers for some DOIs only when their gate is opened.
type gated struct {
	*registrytest.Shelf
	gates map[string]chan struct{}
}

func (g gated) Lookup(ctx context.Context, kind registry.Kind, queries []registry.Query) []registry.Answer {
	for _, q := range queries {
		if gate := g.gates[q.DOI]; gate != nil {
			select {
			case <-gate:
			case <-ctx.Done():
			}
		}
	}
	return g.Shelf.Lookup(ctx, kind, queries)
}

// Verdicts arrive while the page is open; what is open and where the focus is stay as they are.
func TestBrowserFollows(t *testing.T) {
	first, last := make(chan struct{}), make(chan struct{})
	shelf := gated{registrytest.NewShelf(), map[string]chan struct{}{"10.1000/001": first, "10.1000/025": last}}
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"), func(o *Options) { o.Registries = []check.Registry{shelf} })
	b := newWindow(t, s.URL)
	b.open("/")
	b.until(`document.body.classList.contains("scripted")`)
	b.paste(bib(25))
	b.until(`document.querySelectorAll(".item").length === 25`)
	b.says(".how", "25 references, read as BibTeX")
	b.press("[data-check]")
	b.until(`document.querySelector("#check") && document.body.classList.contains("scripted") && document.querySelector("#ref-11.verified")`)
	b.press("#ref-1 summary")
	b.until(`document.querySelector("#ref-1.waiting details").open`)
	b.look("running")
	b.accessible()
	close(first)
	b.until(`document.querySelector("#ref-1.verified details").open && document.activeElement === document.querySelector("#ref-1 summary")`)
	b.says("[data-progress]", "20 of 25 references decided")
	b.says("[data-count=verified]", "20")
	b.press(".filter.waiting")
	b.until(`document.querySelectorAll(".entry").length === 5`)
	close(last)
	b.until(`document.querySelector(".stage.done")`)
	b.says(".nothing", "No reference")
	b.says("[data-said]", "done: 25 references: 25 verified")
	b.until(`!document.querySelector(".controls")`)
}

// A file is read as a pasted list is; what is wrong with it is told, and another can be taken.
func TestBrowserFile(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	dir := t.TempDir()
	for name, text := range map[string]string{"refs.bib": mixed + "@article{broken, title={x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b := newWindow(t, s.URL)
	b.open("/")
	b.until(`document.body.classList.contains("scripted")`)
	b.do(chromedp.SetUploadFiles("#file", []string{filepath.Join(dir, "refs.bib")}))
	b.says(".how", "read as BibTeX")
	b.says(".read .problems summary", "in the file")
	if eval[bool](b, `document.querySelector(".item textarea:not([hidden])") !== null`) {
		t.Error("the source of an entry can be edited, though its file would be sent")
	}
	b.press("[data-clear]")
	b.says(".how", "What you paste")
	b.drop(filepath.Join(dir, "refs.bib"))
	b.says(".how", "read as BibTeX")
	b.until(`!document.querySelector(".dragging") && document.querySelector("#file").files[0].name === "refs.bib"`)
	b.press("[data-check]")
	b.until(`document.querySelector(".stage.done")`)
	b.says("h1", "References of refs.bib")
	b.says("#state .problems summary", "on the file")
	b.look("file")
	b.accessible()
}

// The references of a printed list can be deleted to the last, and come back one by one.
func TestBrowserDeletesReferences(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	b := newWindow(t, s.URL)
	b.open("/")
	b.until(`document.body.classList.contains("scripted")`)
	b.paste("1. Doe J. On sheep. J Sheep. 2001;4:1-9.\n2. Poe J. On goats. J Goats. 2002;5:2-8.\n")
	b.until(`document.querySelectorAll(".item").length === 2`)
	b.press("[data-act=delete]")
	b.until(`document.querySelectorAll(".item").length === 1 && document.activeElement === document.querySelector(".item textarea")`)
	b.press("[data-act=delete]")
	b.until(`document.querySelectorAll(".item").length === 0 && document.activeElement === document.querySelector("[data-undo]")`)
	b.press("[data-undo]")
	b.until(`document.querySelectorAll(".item").length === 1`)
	b.press("[data-undo]")
	b.until(`document.querySelectorAll(".item").length === 2 && document.querySelector("[data-undo]").hidden`)
	b.says(".item", "On sheep")
}

// A check is ended, put back to work, and deleted, by its page.
func TestBrowserCancels(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	var away atomic.Bool
	away.Store(true)
	s.shelf.Holds = func(string) bool { return away.Load() }
	b := newWindow(t, s.URL)
	b.open("/")
	b.paste(bib(2))
	b.press("[data-check]")
	b.until(`document.querySelector("#check")`)
	b.press(".controls button")
	b.until(`document.querySelector(".stage.cancelled")`)
	b.says(".filter.unchecked", "2")
	b.look("cancelled")
	b.accessible()
	away.Store(false)
	b.press("[action$=retry] button")
	b.until(`document.querySelector(".stage.done")`)
	b.says(".counts", "2 references: 2 verified")
	b.until(`!document.querySelector(".controls")`)
	b.press(".delete summary")
	b.press(".delete button")
	b.until(`document.querySelector(".notice") && document.querySelector("#text")`)
	b.look("deleted")
}
