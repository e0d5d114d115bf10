//belief:says sync.Pool avoids allocations.
//belief:verdict depends
//belief:why Put takes an interface, so a slice is boxed each time: 24 bytes for its header. The pool then costs what it was meant to save. A pointer needs no box.
package p

import "sync"

//go:noinline
func slices() {
	b := pool.Get().([]byte)
	pool.Put(b) // 1 any confirmed honest
}

//go:noinline
func pointers() {
	b := better.Get().(*[]byte)
	better.Put(b) // 2 any silent
}

func Case1() { slices() }
func Case2() { pointers() }

var (
	pool   = sync.Pool{New: func() any { return make([]byte, 512) }}
	better = sync.Pool{New: func() any { b := make([]byte, 512); return &b }}
)
