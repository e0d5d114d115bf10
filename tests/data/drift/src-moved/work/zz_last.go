// Package work is that of src-a, with its functions moved.
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
func BecomesSmall(n int) int { return n + 2 }

//go:noinline
func Calls(n int) int {
	n = BecomesLarge(n)
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
func Gone() *T {
	return &T{n: 9}
}
