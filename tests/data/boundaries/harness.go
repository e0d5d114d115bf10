// What the fragments share. Every value of N of every fragment is compiled into one program, whose
// main calls measure for each.
package main

import "runtime"

var (
	zero     int // always 0, which the compiler does not know
	long     = string(make([]byte, 1<<21))
	data     = make([]byte, 1<<21)
	runes    = make([]rune, 1<<16)
	table    = map[string]int{"": 1}
	bytes    []byte
	text     string
	value    any
	function func() byte

	before, after runtime.MemStats
)

//go:noinline
func look(any) {}

//go:noinline
func change(b []byte) {
	if len(b) > 0 {
		b[0]++
	}
}

// measure prints what one call of f allocates, as the sum over some calls: name, N, calls, objects, bytes.
func measure(name string, n int, f func()) {
	calls := 64
	if n > 1<<14 {
		calls = 4
		runtime.GC()
	}
	f()
	runtime.ReadMemStats(&before)
	for i := 0; i < calls; i++ {
		f()
	}
	runtime.ReadMemStats(&after)
	println(name, n, calls, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc)
}

// classes prints the sizes that objects are rounded up to, up to the largest.
func classes() {
	var pointer *byte
	keep := func(n int) uint64 {
		runtime.ReadMemStats(&before)
		if n < 16 {
			value = &[1]*byte{pointer} // without pointers it would share a block
		} else {
			bytes = make([]byte, n)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	keep(16)
	last := uint64(0)
	for n := 8; n <= 32768; n += 8 {
		if size := keep(n); size != last {
			println(size)
			last = size
		}
	}
}
