// Package work has one function for each kind of difference. A comment "drift: KIND" stands where
// one side alone says something (in src-a what is gone), or (in src-b) where it says it otherwise.
package work

import "fmt"

type T struct {
	n    int
	next *T
}

var (
	sink  *T
	sinks []*T
	calls []func() int
	table = map[string]int{"a": 1}
	index = fmt.Sprint(table["a"])
)

//go:noinline
func look(p *T) int { return p.n }

//go:noinline
func StackToHeap() int {
	p := &T{n: 1}
	return look(p)
}

//go:noinline
func HeapToStack() int {
	p := &T{n: 2}
	sink = p
	return look(p)
}

//go:noinline
func NewClaims(s string) int {
	first := &T{n: 3}
	sink = first
	return look(first) + len(s)
}

//go:noinline
func GoneClaims(a, b string) int {
	first := &T{n: 4}
	sink = first
	second := &T{n: 5} // drift: gone-heap
	sinks[0] = second
	third := &T{n: 6} // drift: gone-stack
	return look(first) + look(third) + len(a)
}

//go:noinline
func Moved() int {
	x := T{n: 7}
	return look(&x)
}

//go:noinline
func Reason() *T {
	p := &T{n: 8}
	return p
}

func BecomesLarge(n int) int { return n + 1 }

//go:noinline
func BecomesSmall(n int) int { return n + 2 }

//go:noinline
func Calls(n int) int {
	n = BecomesLarge(n) // drift: not-inlined
	return BecomesSmall(n) + BecomesLarge(n)
}

//go:noinline
func LeaksMore(p *T) int { return p.n }

//go:noinline
func LeaksLess(p *T) *T { return p.next }

//go:noinline
func LeaksElsewhere(p, q *T) (x, y *T) {
	return p, nil
}

//go:noinline
func LeaksContent(p *T) { sink = p }

//go:noinline
func Renamed(before *T) { sinks[0] = before }

//go:noinline
func Gone() *T { // drift: gone-function
	return &T{n: 9}
}
