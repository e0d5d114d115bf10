package main

import (
	"example.com/drift/old"
	"example.com/drift/work"
)

func main() {
	old.Run()
	work.Run(3)
}
