// These lines are here so that nothing stands where it stood before.
//
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
	p := &T{n: 1} // drift: stack-to-heap
	sink = p
	return look(p)
}

//go:noinline
func HeapToStack() int {
	p := &T{n: 2} // drift: heap-to-stack
	return look(p)
}

//go:noinline
func NewClaims(s string) int {
	early := &T{n: 3, next: sink} // drift: new-heap
	sinks[1] = early
	first := &T{n: 3}
	sink = first
	third := T{n: 6} // drift: new-heap
	sinks[2] = &third
	fourth := []int{1, 2, 3} // drift: new-stack
	return look(first) + len(s) + len(fourth)
}

//go:noinline
func GoneClaims(a, b string) int {
	first := &T{n: 4}
	sink = first
	return look(first) + len(a)
}

//go:noinline
func Moved() int {
	x := T{n: 7} // drift: new-heap
	sink = &x
	return look(&x)
}

//go:noinline
func Reason() *T {
	p := &T{n: 8} // drift: reason
	sink = p
	return sink
}

//go:noinline
func BecomesLarge(n int) int { return n + 1 } // drift: not-inlinable

func BecomesSmall(n int) int { return n + 2 } // drift: inlinable

//go:noinline
func Calls(n int) int {
	n = BecomesLarge(n)
	return BecomesSmall(n) + BecomesLarge(n) // drift: inlined
}

//go:noinline
func LeaksMore(p *T) int { // drift: leaks-more
	sink = p
	return p.n
}

//go:noinline
func LeaksLess(p *T) *T { // drift: leaks-less
	if p.n == 0 {
		return nil
	}
	return nil
}

//go:noinline
func LeaksElsewhere(p, q *T) (x, y *T) { // drift: leaks-otherwise
	return nil, p
}

//go:noinline
func LeaksContent(p *T) { sink = p.next } // drift: leaks-less

//go:noinline
func Renamed(after *T) { sinks[0] = after }

//go:noinline
func New() *T { // drift: new-function
	p := new(T)
	sinks[3] = p
	return &T{n: 9, next: p}
}
