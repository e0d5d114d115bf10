package main

import (
	"example.com/drift/old"
	"example.com/drift/work"
)

// main moved down.
func main() {
	old.Run()
	work.Run(3)
}
