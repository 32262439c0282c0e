//go:build ignore

// The same by gguf-parser-go, with all layers on one GPU.
//
//	go run gguf-parser.go FILE… > gguf-parser.jsonl
package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"

	parser "github.com/gpustack/gguf-parser-go"
)

type estimate struct {
	File    string `json:"file"`
	Weights uint64 `json:"weights"`
	Cache   uint64 `json:"cache"`
	Total   uint64 `json:"total"`
}

func main() {
	out := json.NewEncoder(os.Stdout)
	for _, path := range os.Args[1:] {
		file, err := parser.ParseGGUFFile(path)
		if err != nil {
			log.Fatal(err)
		}
		run := file.EstimateLLaMACppRun(
			parser.WithLLaMACppContextSize(32768),
			parser.WithLLaMACppLogicalBatchSize(512),
			parser.WithLLaMACppPhysicalBatchSize(512),
			parser.WithParallelSize(1),
			parser.WithFlashAttention(),
		)
		host, gpu := run.Devices[0], run.Devices[1]
		weights := uint64(host.Weight.Input + host.Weight.Compute + gpu.Weight.Sum())
		cache := uint64(host.KVCache.Sum() + gpu.KVCache.Sum())
		one := estimate{filepath.Base(path), weights, cache, weights + cache + uint64(gpu.Computation.Sum())}
		if err := out.Encode(one); err != nil {
			log.Fatal(err)
		}
	}
}
