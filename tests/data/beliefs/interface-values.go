//belief:says A value in an interface{} is always allocated; interfaces with methods are not concerned.
//belief:verdict false
//belief:why Both kinds are made in the same way. A copy is allocated when it escapes, unless the value is a pointer, a constant, or one of the values that the runtime has a table of.
package p

type pair struct{ a, b int }

func (p pair) Sum() int { return p.a + p.b }

//go:noinline
func look(any) {}

//go:noinline
func empty(p pair) {
	look(p) // 1 any upheld
}

//go:noinline
func escaping(p pair) {
	kept = p // 2 any confirmed honest
}

//go:noinline
func small(n int) {
	kept = n // 3 any unobserved never-value-dependent
}

//go:noinline
func pointer(p *pair) {
	kept = p // 4 any silent
}

//go:noinline
func constant() {
	kept = "constant" // 5 any unobserved never-readonly-const
}

//go:noinline
func method(p pair) {
	summer = p // 6 any confirmed honest
}

func Case1() { empty(one) }
func Case2() { escaping(one) }
func Case3() { small(number) }
func Case4() { pointer(&one) }
func Case5() { constant() }
func Case6() { method(one) }

var (
	one    = pair{1, 2}
	number = 200
	kept   any
	summer interface{ Sum() int }
)
