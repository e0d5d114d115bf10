// A program that talks while it runs, to be started with go run.
package main

import (
	"fmt"
	"log"
	"os"

	"example.com/odd/lib"
)

var kept [64][]byte

//go:noinline
func fill(i int) {
	p := make([]byte, 1000+i) // live: confirmed
	kept[i] = p
}

func main() {
	lib.Exact()
	for i := 0; i < 64; i++ {
		fill(i)
		log.Printf("request %d took %dms", i, i)
		lib.Fill(i, 1000)
	}
	fmt.Println("{\"level\":\"info\",\"msg\":\"done\"}")
	lib.Write(os.Args[1])
	if len(os.Args) > 2 {
		panic("at the end")
	}
}
