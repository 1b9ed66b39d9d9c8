package server

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// window is one of Chromium in which nothing may go wrong: an error in its console, a violation of the
// policy of a page, or a file that is not there, fails the test.
type window struct {
	context.Context
	t       *testing.T
	base    string
	once    sync.Once
	mu      sync.Mutex
	trouble []string
}

// newWindow opens a window on a service; the test is skipped where there is no Chromium.
func newWindow(t *testing.T, base string) *window {
	t.Helper()
	if testing.Short() {
		t.Skip("the browser takes its time")
	}
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("there is no Chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "en"), chromedp.UserDataDir(t.TempDir()))
	allocated, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	b := &window{Context: ctx, t: t, base: base}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, what := range b.trouble {
			t.Error("in the browser's console:", what)
		}
	})
	b.do(call(log.Enable, cdp.Empty{}), chromedp.EmulateViewport(1280, 900))
	return b
}

// listen notes what a console shows as an error.
func (b *window) listen(event any) {
	var what string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		what = fmt.Sprintf("%s %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			what = fmt.Sprint(e.Args)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			what = e.Entry.Text + " " + e.Entry.URL
		}
	}
	if what != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.trouble = append(b.trouble, what)
	}
}

// call is a command of Chromium's protocol as an action.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}

// longest is how long a browser may take for what it is asked.
const longest = 15 * time.Second

func (b *window) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b, longest)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// open goes to an address of the service.
func (b *window) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

// eval returns what an expression is in the page.
func eval[T any](b *window, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// until waits until an expression is true, in whichever page that is.
func (b *window) until(expression string) {
	b.t.Helper()
	for end := time.Now().Add(longest); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		// While one page goes and another comes there is none to ask.
		if ok, err := chromedp.Run(b, chromedp.Evaluate[bool]("Boolean("+expression+")")); ok && err == nil {
			return
		}
	}
	b.t.Fatal("never true: ", expression)
}

// paste puts a text into the field for it, as from a clipboard.
func (b *window) paste(text string) {
	b.t.Helper()
	b.do(chromedp.Focus("#text"), call(input.InsertText, input.InsertTextParams{Text: text}))
}

// says waits until what a selector finds says a text.
func (b *window) says(selector, text string) {
	b.t.Helper()
	b.until(fmt.Sprintf("document.querySelector(%s)?.textContent.includes(%s)", quoted(selector), quoted(text)))
}

// press clicks on what a selector finds, once that stands still in the middle of the window.
func (b *window) press(selector string) {
	b.t.Helper()
	b.until("document.querySelector(" + quoted(selector) + ")")
	still := fmt.Sprintf(`(async (node) => {
		for (let before; before !== node.getBoundingClientRect().top;) {
			before = node.getBoundingClientRect().top;
			node.scrollIntoView({ block: "center", behavior: "instant" });
			await new Promise((next) => setTimeout(next, 50));
		}
	})(document.querySelector(%s))`, quoted(selector))
	if _, err := chromedp.Run(b, chromedp.Evaluate[chromedp.Void](still, chromedp.EvalAwaitPromise)); err != nil {
		b.t.Fatalf("scrolling to %s: %v", selector, err)
	}
	b.do(chromedp.Click(selector))
}

// drop drags a file into the middle of the window and drops it there.
func (b *window) drop(file string) {
	b.t.Helper()
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: []string{file}, DragOperationsMask: 1}
	drag := func(event input.DispatchDragEventType) {
		b.do(call(input.DispatchDragEvent, input.DispatchDragEventParams{Type: event, X: 640, Y: 450, Data: data}))
	}
	drag(input.DispatchDragEventTypeDragEnter)
	drag(input.DispatchDragEventTypeDragOver)
	b.until(`document.querySelector(".dragging")`)
	drag(input.DispatchDragEventTypeDrop)
}

// tells waits for a trouble in the console that is meant to come, such as of an answer's status.
func (b *window) tells(part string) {
	b.t.Helper()
	for end := time.Now().Add(longest); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		b.mu.Lock()
		i := slices.IndexFunc(b.trouble, func(what string) bool { return strings.Contains(what, part) })
		if i >= 0 {
			b.trouble = slices.Delete(b.trouble, i, i+1)
		}
		b.mu.Unlock()
		if i >= 0 {
			return
		}
	}
	b.t.Fatal("the console never told: ", part)
}

// dark, or not, is what the visitor prefers.
func (b *window) dark(dark bool) {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}))
}

// look takes pictures, where REFCHECK_LOOK names a folder for them: wide and narrow, light and dark.
func (b *window) look(name string) {
	b.t.Helper()
	dir := os.Getenv("REFCHECK_LOOK")
	if dir == "" {
		return
	}
	for _, width := range []int64{1280, 375} {
		for _, scheme := range []string{"light", "dark"} {
			b.do(chromedp.EmulateViewport(width, 2400)) // what is out of sight is not drawn
			b.dark(scheme == "dark")
			file := filepath.Join(dir, fmt.Sprintf("page-%s-%d-%s.png", name, width, scheme))
			picture, err := chromedp.Run(b, chromedp.CaptureScreenshot())
			if err == nil {
				err = os.WriteFile(file, picture, 0o600)
			}
			if err != nil {
				b.t.Fatal(err)
			}
		}
	}
	b.do(chromedp.EmulateViewport(1280, 900))
	b.dark(false)
}
