package main

import (
	"bytes"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
)

var (
	sinkB, sinkC []byte
	sinkI        []int
	sinkA        any
	sinkS        string
	sinkF        func()
)

func clone(src []byte) []byte {
	d := make([]byte, len(src))
	copy(d, src)
	return d
}

func clone2(src []byte) []byte { return clone(src) }
func clone3(src []byte) []byte { return clone2(src) }

func cloneOf[T any](src []T) []T {
	d := make([]T, len(src))
	copy(d, src)
	return d
}

type box struct{ b []byte }

func (x *box) clone() []byte {
	d := make([]byte, len(x.b))
	copy(d, x.b)
	return d
}

//go:noinline
func depth1(s []byte) { sinkB = clone(s) }

//go:noinline
func depth2(s []byte) { sinkB = clone2(s) }

//go:noinline
func depth3(s []byte) { sinkB = clone3(s) }

//go:noinline
func twice(s, t []byte) { sinkB, sinkC = clone(s), clone(t) }

//go:noinline
func twoDepths(s, t []byte) { sinkB, sinkC = clone(s), clone2(t) }

//go:noinline
func generic(s []int) { sinkI = cloneOf(s) }

//go:noinline
func method(x *box) { sinkB = x.clone() }

//go:noinline
func closure(s []byte) func() { return func() { sinkB = clone(s) } }

//go:noinline
func stringsClone(s string) { sinkS = strings.Clone(s) }

//go:noinline
func bytesClone(s []byte) { sinkB = bytes.Clone(s) }

//go:noinline
func withBox(s []byte, n int) { sinkB, sinkA = clone(s), n%200 }

//go:noinline
func withConcat(s []byte, a, b string) { sinkB, sinkS = clone(s), a+b }

//go:noinline
func withMake(s []byte, n int) { sinkB, sinkC = clone(s), make([]byte, n) }

//go:noinline
func own(s []byte) []byte {
	d := make([]byte, len(s))
	copy(d, s)
	return d
}

//go:noinline
func ownCaller(s []byte) { sinkB = own(s) }

func main() {
	src, ints := make([]byte, 100), make([]int, 20)
	x := &box{src}
	sinkF = closure(src)
	for i := 0; i < 50; i++ {
		depth1(src)
		depth2(src)
		depth3(src)
		twice(src, src[:30])
		twoDepths(src, src[:30])
		generic(ints)
		method(x)
		sinkF()
		stringsClone("0123456789012345678901234567890")
		bytesClone(src)
		withBox(src, i)
		withConcat(src, "0123456789012345678901234567890123456789", "x")
		withMake(src, 60)
		ownCaller(src)
	}
	runtime.GC()
	f, _ := os.Create(os.Args[1])
	pprof.Lookup("allocs").WriteTo(f, 0)
	f.Close()
}

func init() { runtime.MemProfileRate = 1 }
