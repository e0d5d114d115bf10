// Functions that stood in another file, in another order.
package work

func BecomesLarge(n int) int { return n + 1 }

//go:noinline
func Reason() *T {
	p := &T{n: 8}
	return p
}

//go:noinline
func Moved() int {
	x := T{n: 7}
	return look(&x)
}

//go:noinline
func GoneClaims(a, b string) int {
	first := &T{n: 4}
	sink = first
	second := &T{n: 5}
	sinks[0] = second
	third := &T{n: 6}
	return look(first) + look(third) + len(a)
}

//go:noinline
func NewClaims(s string) int {
	first := &T{n: 3}
	sink = first
	return look(first) + len(s)
}

//go:noinline
func HeapToStack() int {
	p := &T{n: 2}
	sink = p
	return look(p)
}

//go:noinline
func StackToHeap() int {
	p := &T{n: 1}
	return look(p)
}

//go:noinline
func look(p *T) int { return p.n }
