package lib

import "testing"

var benched *Node

func BenchmarkNew(b *testing.B) {
	for i := 0; i < b.N; i++ {
		benched = New(i)
	}
}
