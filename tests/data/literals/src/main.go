// Literals over several lines. The compiler allocates slices that are values of a map at the line
// where the map's literal starts, and all else where it stands.
package main

import (
	"os"
	"runtime"
	"runtime/pprof"
)

type header map[string][]string

type list []int

type pair struct{ a, b int }

type node struct {
	xs []int
	p  *pair
	m  map[string]int
}

var n = 3

var global = map[string][]*pair{
	"a": {{1, 2}, {3, 4}},
	"b": {
		{5, 6},
	},
}

//go:noinline
func text(i int) string { return string(rune('a' + i)) }

//go:noinline
func values() map[string][]string {
	return map[string][]string{
		"a": {"x", "y"},
		"b": {
			text(n),
		},
	}
}

//go:noinline
func named() header {
	return header{
		"a": {"x"},
		"b": {text(n), "y"},
	}
}

//go:noinline
func onStack() int {
	m := map[string][]string{
		"a": {"x", "y"},
		"b": {text(n)},
	}
	return len(m["a"])
}

//go:noinline
func namedOnStack() int {
	h := header{
		"a": {"x", "y"},
		"b": {text(n)},
	}
	return len(h["a"])
}

//go:noinline
func lists() map[int]list {
	return map[int]list{
		1: {1, n},
		2: {
			3,
		},
	}
}

//go:noinline
func nested() map[string]map[string][]int {
	return map[string]map[string][]int{
		"a": {
			"x": {1, n},
		},
	}
}

//go:noinline
func boxes() map[string][]interface{} {
	return map[string][]interface{}{
		"a": {n, "x"},
	}
}

//go:noinline
func others() (map[string]node, [][]*pair) {
	m := map[string]node{
		"a": {xs: []int{1, n}, p: &pair{1, 2}},
		"b": {m: map[string]int{
			"x": n,
		}},
	}
	return m, [][]*pair{
		{{1, 2},
			{3, 4}},
		{
			{5, n},
		},
	}
}

var kept []interface{}

func keep(x interface{}) { kept = append(kept, x) }

func main() {
	runtime.MemProfileRate = 1
	for i := 0; i < 50; i++ {
		n += onStack() + namedOnStack()
		m, s := others()
		keep(values())
		keep(named())
		keep(lists())
		keep(nested())
		keep(boxes())
		keep(m)
		keep(s)
	}
	keep(global)
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := pprof.Lookup("allocs").WriteTo(f, 0); err != nil {
		panic(err)
	}
	f.Close()
}
