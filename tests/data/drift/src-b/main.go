// Command drift is the program whose two versions are compared.
package main

import (
	"example.com/drift/fresh"
	"example.com/drift/work"
)

func main() {
	fresh.Run()
	work.Run(3)
}
