// Package record is inlined into the service: its claims are printed where it is called.
package record

// Entry is one kept request.
type Entry struct {
	Path string
	Size int
}

// New is small enough to be inlined.
func New(path string, size int) *Entry { return &Entry{Path: path, Size: size} }

// Counter returns a closure; inlined, the closure is compiled in the package of the caller.
func Counter(keep *[]*Entry) func(string) int {
	return func(path string) int {
		e := &Entry{Path: path, Size: len(path)} // live: confirmed
		*keep = append(*keep, e)
		return len(*keep)
	}
}
