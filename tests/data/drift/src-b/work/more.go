package work

import "errors"

var errSomething = errors.New("something")

//go:noinline
func Closures(n int) {
	calls = append(calls, func() int { return 2 * n }) // drift: new-heap
	calls = append(calls, func() int { return n })
	calls = append(calls, func() int { // drift: new-heap >=1.25
		defer look(sink)
		return n + 1
	})
}

// A comment.
var late = &T{n: 20}

func Box[P any](v P) *P {
	return &v
}

func Last[P any](list []P) (P, error) {
	if len(list) == 0 {
		var none P
		return none, errSomething
	}
	return list[len(list)-1], nil
}

//go:noinline
func Generic(n int) (*int, *string) {
	s := fmtInt(n)
	return Box(n), Box(s)
}

func fmtInt(n int) string {
	b := make([]byte, 0, 8)
	for ; n > 0; n /= 10 {
		b = append(b, byte('0'+n%10))
	}
	return string(b)
}

type stack []T

func (s *stack) Push(t T) { *s = append(*s, t) }

func (s stack) Len() int { return len(s) }

//go:noinline
func Run(n int) {
	var s stack
	s.Push(T{n: n})
	Closures(s.Len())
	_, _ = Last([]int{n})
	_, _ = Generic(n)
	go look(&T{n: 30})
	errSomething = errors.New("other")
}
