package feed

import (
	"fmt"
	"strconv"
)

// Encode returns the event as one line of JSON.
func Encode(e *Event) []byte {
	buf := make([]byte, 0, 64)
	buf = append(buf, `{"id":`...)
	buf = strconv.AppendUint(buf, e.ID, 10)
	buf = append(buf, `,"tenant":`...)
	buf = quote(buf, e.Tenant)
	buf = append(buf, `,"kind":`...)
	buf = quote(buf, e.Kind)
	for i := range e.Fields {
		buf = append(buf, ',')
		buf = quote(buf, e.Fields[i].Name)
		buf = append(buf, ':')
		buf = value(buf, e.Fields[i].Value)
	}
	return append(buf, '}')
}

// quote grows its caller's buffer: the bytes are charged to these lines, not to Encode.
func quote(buf []byte, s string) []byte {
	buf = append(buf, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			buf = append(buf, '\\', c)
		case c < ' ':
			buf = append(buf, `\u00`...)
			buf = append(buf, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default:
			buf = append(buf, c)
		}
	}
	return append(buf, '"')
}

func value(buf []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return quote(buf, v)
	case int:
		return strconv.AppendInt(buf, int64(v), 10)
	case float64:
		return strconv.AppendFloat(buf, v, 'g', -1, 64)
	default:
		return quote(buf, fmt.Sprint(v))
	}
}

// EncodeAll returns a batch. The slice of lines grows from nothing and escapes.
func EncodeAll(events []*Event) [][]byte {
	var lines [][]byte
	for _, e := range events {
		lines = append(lines, Encode(e))
	}
	return lines
}

// Size of the batch when it is written, with a length before each line. The scratch buffer does not
// escape, but its size is known at run time only.
func Size(events []*Event, header int) int {
	scratch := make([]byte, header+16)
	total := 0
	for _, e := range events {
		n := len(Encode(e))
		scratch = strconv.AppendInt(scratch[:0], int64(n), 10)
		total += n + len(scratch)
	}
	return total
}
