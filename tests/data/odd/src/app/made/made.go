package main

import (
	"os"

	"example.com/odd/lib"
)

var (
	a, b, c, d, e [64][]byte
)

//line grammar.y:100
//go:noinline
func relative(i int) {
	p := make([]byte, 1000+i)
	a[i] = p
}

//line /abs/gen.go:7:3
//go:noinline
func absolute(i int) {
	p := make([]byte, 1000+i)
	b[i] = p
}

//line sub/bar.go:55:9
//go:noinline
func below(i int) {
	p := make([]byte, 1000+i)
	c[i] = p
}

//line ../up/q.go:3
//go:noinline
func above(i int) {
	p := make([]byte, 1000+i)
	d[i] = p
}

//line weird name with: colon.go:12
//go:noinline
func weird(i int) {
	p := make([]byte, 1000+i)
	e[i] = p
}

//line made.go:40
func main() {
	lib.Exact()
	for i := 0; i < 64; i++ {
		relative(i)
		absolute(i)
		below(i)
		above(i)
		weird(i)
		lib.Fill(i, 1000)
	}
	lib.Write(os.Args[1])
}
