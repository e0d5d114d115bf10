// Package lib is what all programs here have in common.
package lib

import (
	"os"
	"runtime"
	"runtime/pprof"
)

var kept [64][]byte

//go:noinline
func Fill(i, n int) {
	p := make([]byte, n) // live: confirmed
	kept[i] = p
}

// Exact has every allocation from here on in the profile.
func Exact() {
	runtime.MemProfileRate = 1
}

func Write(name string) {
	runtime.GC()
	f, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		panic(err)
	}
	f.Close()
}
