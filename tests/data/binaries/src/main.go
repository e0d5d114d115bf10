// The program behind the fixtures of other machines, versions and linkers: no imports that need
// much, calls that are inlined over several levels and files, and a generic function.
package main

import "os"

type pair[T any] struct{ a, b T }

func swap[T any](p pair[T]) pair[T] { return pair[T]{p.b, p.a} }

//go:noinline
func hold(p *int) { kept = append(kept, p) }

var kept []*int

func leaf(n int) *int { v := n; return &v }

func middle(n int) *int {
	if n > 3 {
		return leaf(n * 2)
	}
	return outer2(n)
}

//go:noinline
func outer(n int) { hold(middle(n)) }

//go:noinline
func generic[T any](v T) *pair[T] {
	p := swap(pair[T]{v, v})
	return &p
}

func main() {
	outer(len(os.Args))
	_ = generic(len(os.Args))
	_ = generic(os.Args[0])
}
