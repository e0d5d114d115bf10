package feed

import "fmt"

type record struct {
	text string
	args []any
}

// Log keeps the last max records and formats them when they are read.
type Log struct {
	max     int
	records []record
}

// Printf keeps its arguments: each one is boxed, and the slice that carries them escapes.
func (l *Log) Printf(format string, args ...any) {
	if len(l.records) == l.max {
		l.records = append(l.records[:0], l.records[1:]...)
	}
	l.records = append(l.records, record{format, args})
}

// Lines formats the records.
func (l *Log) Lines() []string {
	lines := make([]string, 0, len(l.records))
	for _, r := range l.records {
		lines = append(lines, fmt.Sprintf(r.text, r.args...))
	}
	return lines
}

// Describe boxes its numbers too, but the slice that carries them stays on the stack.
func Describe(e *Event) string {
	return fmt.Sprintf("%d %s %.2f", e.ID, e.Kind, e.Weight)
}
