package server

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// needName are the roles of what people act on: each needs a name.
var needName = []string{"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "image", "DisclosureTriangle", "navigation", "search", "figure", "table"}

// accessible looks at the page as assistive technology meets it: in light and in dark, wide and narrow.
func (b *window) accessible() {
	b.t.Helper()
	// What is out of sight has no layout that could be looked at.
	draw := func(visibility string) {
		eval[int](b, fmt.Sprintf(`Array.from(document.querySelectorAll(".entry, .item"), (n) => n.style.contentVisibility = %q).length`, visibility))
	}
	draw("visible")
	defer draw("")
	for _, width := range []int64{1280, 375} {
		for _, dark := range []bool{false, true} {
			b.do(chromedp.EmulateViewport(width, 900))
			b.dark(dark)
			for _, fault := range append(b.unnamed(), append(eval[[]string](b, faults), b.axe()...)...) {
				b.t.Errorf("%d wide, dark %v: %s", width, dark, fault)
			}
			if over := eval[[]string](b, overflowing); len(over) > 0 {
				b.t.Errorf("%d wide: the page is wider than the window, by %v", width, over)
			}
		}
	}
	b.do(chromedp.EmulateViewport(1280, 900))
	b.dark(false)
}

// unnamed returns the nodes of the accessibility tree that need a name and have none.
func (b *window) unnamed() []string {
	tree, err := chromedp.Run(b, func(ctx context.Context, t *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return cdp.Call(ctx, t, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	if err != nil {
		b.t.Fatal(err)
	}
	var all []string
	for _, n := range tree.Nodes {
		if n.Ignored || n.Role == nil {
			continue
		}
		role := strings.Trim(string(n.Role.Value), `"`)
		if slices.Contains(needName, role) && (n.Name == nil || strings.TrimSpace(strings.Trim(string(n.Name.Value), `"`)) == "") {
			all = append(all, fmt.Sprintf("a %s without a name (node %v)", role, n.BackendDOMNodeID))
		}
	}
	return all
}

// overflowing are the elements that reach out of the window, if it can be scrolled sideways.
const overflowing = `(() => {
	const width = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= width) return [];
	return Array.from(document.querySelectorAll("body *")).filter((n) => n.getBoundingClientRect().right > width + 1).map((n) => n.tagName + "." + n.className).slice(0, 5);
})()`

// faults finds what can be told of a page without judgement: texts with too little contrast, ids that stand
// twice, headings that skip a level, a tabindex that breaks the order, labels of nothing, landmarks that are
// missing, and things to press that are smaller than 24 pixels and stand close.
//
//go:embed testdata/faults.js
var faults string

// axe returns what axe-core finds serious or critical, if REFCHECK_AXE names its script.
func (b *window) axe() []string {
	path := os.Getenv("REFCHECK_AXE")
	if path == "" {
		b.once.Do(func() { b.t.Log("without axe-core: REFCHECK_AXE does not name its script") })
		return nil
	}
	script, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	if !eval[bool](b, `"axe" in window`) {
		b.do(chromedp.Evaluate[chromedp.Void](string(script)))
	}
	found, err := chromedp.Run(b, chromedp.Evaluate[[]string](`axe.run().then(({violations}) => violations
		.map((v) => v.impact + ": " + v.id + ": " + v.help + ": " + v.nodes.map((n) => n.target + " " + n.html.slice(0, 120) + " " + n.any.map((c) => c.message).join(" ")).slice(0, 3).join(" | ")))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return found
}
