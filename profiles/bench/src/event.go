// Package feed is a small event pipeline written the way most services are: an encoder, a cache,
// keys made of strings, grouping, ranking and a logger. Each file allocates in one of the usual ways.
package feed

// Event is what flows through the pipeline.
type Event struct {
	ID     uint64
	Tenant string
	Kind   string
	Fields []Field
	Weight float64
}

// Field is one attribute of an event.
type Field struct {
	Name  string
	Value any
}
