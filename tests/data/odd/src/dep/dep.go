// Package dep is another module: beside the first one, in vendor/, in the module cache, in go.work.
package dep

var kept [64][]byte

//go:noinline
func Fill(i, n int) {
	p := make([]byte, n) // live: confirmed
	kept[i] = p
}

type Pair[K comparable, V any] struct {
	Key K
	Val V
	pad [100]int
}

// New is compiled where it is instantiated.
//
//go:noinline
func New[K comparable, V any](k K, v V) *Pair[K, V] {
	return &Pair[K, V]{Key: k, Val: v} // live: confirmed
}
