//go:build go1.23

package main

import (
	"os"

	"example.com/odd/lib"
)

var kept [64][]int

//go:noinline
func count(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

//go:noinline
func fill(seq func(func(int) bool)) int {
	for i := range seq {
		p := make([]int, 100+i) // live: confirmed
		kept[i] = p
		if i == 63 {
			return i
		}
	}
	return 0
}

func main() {
	lib.Exact()
	fill(count(64))
	for i := 0; i < 64; i++ {
		lib.Fill(i, 1000)
	}
	lib.Write(os.Args[1])
}
