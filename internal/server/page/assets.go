package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"time"

	"github.com/refcheck/refcheck/internal/report"
)

//go:embed assets
var assetFiles embed.FS

// assets are the files that pages load. They stand below an address that names their content, so that
// browsers may keep them for good.
type assets struct {
	folder string
	files  map[string][]byte
}

func newAssets() (*assets, error) {
	a := &assets{files: map[string][]byte{"look.css": []byte(report.Look)}}
	entries, err := fs.ReadDir(assetFiles, "assets")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if a.files[e.Name()], err = fs.ReadFile(assetFiles, "assets/"+e.Name()); err != nil {
			return nil, err
		}
	}
	sum := sha256.New()
	_, _ = sum.Write(a.files["look.css"])
	for _, e := range entries { // sorted by name
		_, _ = fmt.Fprintf(sum, "%s %d ", e.Name(), len(a.files[e.Name()]))
		_, _ = sum.Write(a.files[e.Name()])
	}
	a.folder = hex.EncodeToString(sum.Sum(nil))[:16]
	return a, nil
}

// path returns the address of an asset.
func (a *assets) path(name string) (string, error) {
	if a.files[name] == nil {
		return "", fmt.Errorf("there is no asset %q", name)
	}
	return path.Join("/assets", a.folder, name), nil
}

// ServeAsset answers a request for /assets/{folder}/{name}.
func (p *Pages) ServeAsset(w http.ResponseWriter, r *http.Request) {
	data := p.assets.files[r.PathValue("name")]
	if data == nil || r.PathValue("folder") != p.assets.folder {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(r.PathValue("name"))))
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
