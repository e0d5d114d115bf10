// A service of which two instances run: each keeps a little, and writes two profiles.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
)

var keep [][]byte
var names []string

//go:noinline
func blob(i int) []byte { return make([]byte, 700+i%300) }

//go:noinline
func name(i int) string { return strings.Repeat("n", i%90) + fmt.Sprint(i) }

func work(n int) {
	for i := 0; i < n; i++ {
		b := blob(i)
		s := name(i)
		if i%20 == 0 {
			keep = append(keep, b)
			names = append(names, s)
		}
	}
}

func write(file string, debug int) {
	runtime.GC()
	runtime.GC()
	f, _ := os.Create(file)
	pprof.Lookup("heap").WriteTo(f, debug)
	f.Close()
}

func main() {
	work(40000)
	write(os.Args[1]+".first.pb.gz", 0)
	write(os.Args[1]+".first.txt", 1)
	work(30000)
	write(os.Args[1]+".second.pb.gz", 0)
	write(os.Args[1]+".second.txt", 1)
}
