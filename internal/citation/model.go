package citation

import (
	_ "embed"
	"sync"

	"github.com/refcheck/refcheck/internal/citation/crf"
)

// modelData is the trained model of the tagger. It is made by the command in train; docs/accuracy.md
// says of what, and how well it does.
//
//go:embed model.bin
var modelData []byte

func loadModel() (*crf.Model, error) { return crf.Load(modelData) }

// model returns the model, which is loaded when it is first asked for. A damaged one is a fault of the
// build, not of the input.
var model = sync.OnceValue(func() *crf.Model {
	m, err := loadModel()
	if err != nil {
		panic("citation: " + err.Error())
	}
	return m
})
