package server

import (
	"strings"
	"testing"

	chromium "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/refcheck/refcheck/internal/store/database/databasetest"
)

// A long list is shown part by part as it was read. Once it is checked it is gone through page by page, filtered,
// searched, and gone back through; what was ticked on one page holds on all.
func TestBrowserPages(t *testing.T) {
	s := newService(t, databasetest.Opened(t, t.TempDir()+"/refcheck.sqlite"))
	list := bib(210)
	for _, volume := range []string{"volume=4, pages={1--9}, year=2001, doi={10.1000/0", "volume=4, pages={1--9}, year=2001, doi={10.1000/1"} {
		list = strings.ReplaceAll(list, volume, strings.Replace(volume, "=4", "=7", 1))
	}
	b := newWindow(t, s.URL)
	dir := t.TempDir()
	b.do(call(chromium.SetDownloadBehavior, chromium.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: dir}))
	b.open("/")
	b.paste(list)
	b.says(".more:not([hidden])", "Show 10 more")
	b.press(".more")
	b.until(`document.querySelectorAll(".item").length === 210 && document.activeElement === document.querySelectorAll(".item")[200]`)
	b.press("[data-check]")
	b.until(`document.querySelector(".stage.done")`)
	b.says(".shown", "1–100 of 210 references")
	b.says("[data-taken]", "199 suggestions are taken")
	b.press(".pager a:last-child")
	b.says(".shown", "201–210 of 210 references")
	b.until(`location.search === "?page=3" && document.activeElement === document.querySelector(".shown")`)
	b.until(`document.querySelectorAll(".entry").length === 10 && document.querySelector(".pager [aria-current]").textContent.endsWith("3")`)
	b.press(".filter.mismatched")
	b.says(".shown", "1–100 of 199 references")
	b.until(`location.search === "?show=mismatched"`)
	b.press("#ref-7 [name=take]")
	b.press(".pager a:nth-child(2)")
	b.says(".shown", "101–199 of 199 references")
	b.until(`location.search === "?page=2&show=mismatched" && document.querySelectorAll("[name=take]:checked").length === 99`)
	b.look("pages")
	b.do(chromedp.Focus(".search input"), call(input.InsertText, input.InsertTextParams{Text: "10.1000/150"}))
	b.says(".shown", "One reference")
	b.until(`document.querySelector("#ref-150.mismatched") && location.search === "?show=mismatched&q=10.1000%2F150"`)
	b.do(chromedp.NavigateBack())
	b.says(".shown", "1–100 of 199 references")
	b.until(`document.querySelector(".search input").value === "" && !document.querySelector("#ref-7 [name=take]").checked`)
	b.press("#fixes .main")
	if wrong := strings.Count(downloaded(t, dir, "references.txt.corrected.bib"), "volume=7"); wrong != 1 {
		t.Errorf("%d volumes are wrong in the corrected list", wrong)
	}
}
